/** Seeded random numbers and draws. Every function takes its source of uniforms; nothing here keeps state elsewhere. */

const TO_53_BITS = 1 / 2 ** 53;

/**
 * Small fast counter generator (sfc32), two outputs per number: uniforms on (0, 1) with 53 bits, never 0.
 * The same seed gives the same stream on every machine.
 * @param seed any finite number; only its 32-bit halves count
 */
export function seeded(seed: number): () => number {
  let a = 0x9e3779b9;
  let b = Math.trunc(seed / 2 ** 32) | 0;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 20; i++) next();
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6) + 0.5) * TO_53_BITS;
}

/** Standard normal draw (Marsaglia's polar method; the second of the pair is dropped so that no state is kept). */
export function normal(random: () => number): number {
  for (;;) {
    const u = 2 * random() - 1;
    const v = 2 * random() - 1;
    const square = u * u + v * v;
    if (square > 0 && square < 1) return u * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/** Exponential draw with the given rate. */
export const exponential = (random: () => number, rate: number): number => -Math.log(random()) / rate;

/**
 * Log of a Gamma(shape, 1) draw: the draw itself underflows for small shapes, its log does not.
 * Marsaglia and Tsang (2000), boosted by one for shapes below 1. @returns NaN unless 0 <= shape < Infinity
 */
export function logGamma(random: () => number, shape: number): number {
  if (!(shape >= 0 && shape < Infinity)) return NaN; // nothing would ever be accepted
  const boosted = shape < 1 ? shape + 1 : shape;
  const boost = shape < 1 ? Math.log(random()) / shape : 0;
  const d = boosted - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normal(random);
    const cubeRoot = 1 + c * z;
    if (cubeRoot <= 0) continue;
    const logV = 3 * Math.log(cubeRoot);
    const v = cubeRoot ** 3;
    if (Math.log(random()) < 0.5 * z * z + d * (1 - v + logV)) return Math.log(d) + logV + boost;
  }
}

/** Gamma draw with density rate^shape / Gamma(shape) v^(shape-1) e^(-rate v). */
export const gamma = (random: () => number, shape: number, rate: number): number =>
  Math.exp(logGamma(random, shape)) / rate;

/** Beta(a, b) draw; finite also where both Gamma draws underflow. */
export function beta(random: () => number, a: number, b: number): number {
  const difference = logGamma(random, a) - logGamma(random, b);
  return 1 / (1 + Math.exp(-difference));
}

const INVERSION_BELOW = 30; // expected uniforms used by inversion; the rejection method is cheaper above

/** Poisson draw: products of uniforms below a mean of 30, Hoermann's PTRS (1993) above. */
export function poisson(random: () => number, mean: number): number {
  if (!(mean > 0)) return 0;
  if (mean >= INVERSION_BELOW) return poissonByRejection(random, mean);
  const limit = Math.exp(-mean);
  let n = 0;
  for (let product = random(); product > limit; product *= random()) n++;
  return n;
}

function poissonByRejection(random: () => number, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const vr = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= vr) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const logRatio = Math.log((v * inverseAlpha) / (a / (us * us) + b));
    if (logRatio <= k * Math.log(mean) - mean - logFactorial(k)) return k;
  }
}

/** log k! by Stirling's series; k >= 10 in the rejection method, smaller k by the product. */
function logFactorial(k: number): number {
  if (k < 10) {
    let product = 1;
    for (let i = 2; i <= k; i++) product *= i;
    return Math.log(product);
  }
  const z = k + 1;
  const w = 1 / (z * z);
  const tail = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w / 1680))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.9189385332046727 + tail;
}
