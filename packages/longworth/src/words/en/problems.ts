/** Sentences of: problems. */
export const problems = {};
