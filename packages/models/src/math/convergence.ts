/** When series and continued fractions have said all they can. */

export const TINY = 1e-300; // stands for 0 in Lentz's method
export const CONVERGED = 3e-16; // relative change of a continued fraction
export const SERIES_TOLERANCE = 1e-17; // last term over sum
export const MAX_TERMS = 100_000;
