/** Sentences of: run. */
export const run = {};
