/**
 * The same customers through four models: the chance that a customer is still one, and what is expected of the next year.
 * A one-time buyer of two years ago shows how the models differ: BG/NBD cannot lose a customer who never came back.
 * Run it in a checkout after `npm run build`: node examples/is-the-customer-still-there.mjs
 */
import { bgNbd, cells, mbgNbd, nbd, paretoNbd, random } from "@longworth/models";

const YEAR = 365 / 7; // weeks
const WEEKS_SEEN = 156;
const CUSTOMERS = 5_000;

// Five thousand customers of a shop that knows how they really behave, observed for up to three years.
const truth = { r: 0.9, alpha: 9, s: 0.6, beta: 12 };
const next = random.seeded(1);
const ages = Float64Array.from({ length: CUSTOMERS }, () => 26 + next() * (WEEKS_SEEN - 26));
const seen = cells.cellsOf(paretoNbd.simulate(truth, ages, next), ages);

// Three customers to ask about: parallel columns, one place each.
const names = ["bought once, two years ago", "eight times, last month", "eight times, a year ago"];
const asked = {
  timeUnit: "week",
  frequency: Float64Array.of(0, 7, 7),
  recency: Float64Array.of(0, 100, 52),
  T: Float64Array.of(104, 104, 104),
  weight: Float64Array.of(1, 1, 1),
};

const models = { "NBD (no dropout)": nbd, "BG/NBD": bgNbd, "MBG/NBD": mbgNbd, "Pareto/NBD": paretoNbd };
for (const [name, model] of Object.entries(models)) {
  const fit = model.fit(seen);
  console.log(`${name}: log-likelihood ${fit.logLikelihood.toFixed(1)}${fit.converged ? "" : `, ${fit.reason}`}`);
  const alive = model.pAlive(fit.params, asked);
  const active = model.pActive(fit.params, asked, YEAR);
  const orders = model.expectedPurchases(fit.params, asked, YEAR);
  for (const [i, who] of names.entries()) {
    const figures = [alive[i], active[i], orders[i]].map((figure) => figure.toFixed(3));
    console.log(`  ${who.padEnd(27)} P(alive) ${figures[0]}, buys within a year ${figures[1]}, orders ${figures[2]}`);
  }
}
