/** Lambert's W: the w >= 0 with w e^w = x. */

const MAX_STEPS = 60; // Newton in log form takes five
const CLOSE = 1e-15;

/** Principal branch W(x), x >= 0. */
export const lambertW = (x: number): number => (x === 0 ? 0 : lambertWOfExp(Math.log(x)));

/** W(e^y) without the exponential: the root of w + log w = y. For y where e^y would overflow. */
export function lambertWOfExp(y: number): number {
  let w = y > 1 ? y - Math.log(y) : Math.exp(y) / (1 + Math.exp(y));
  for (let i = 0; i < MAX_STEPS; i++) {
    const next = (w * (1 + y - Math.log(w))) / (1 + w); // Newton: stays > 0 because the function is concave
    if (Math.abs(next - w) <= CLOSE * next) return next;
    w = next;
  }
  return w;
}
