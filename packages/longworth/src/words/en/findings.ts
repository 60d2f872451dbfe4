/** Sentences of: findings. */
export const findings = {};
