/** Sentences of: inspect. */
export const inspect = {};
