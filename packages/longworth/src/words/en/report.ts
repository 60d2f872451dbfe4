/** Sentences of: report. */
export const report = {};
