/** What would make the forecast better, and what it cannot know. */
import { formatter } from "../format.js";

const { integer, plural } = formatter("en");

/** Sentences of advice and limits. */
export const advice = {
  moreHistory: ({ months, tested, horizon }: { months: number; tested: number; horizon: number }) =>
    `${integer(months)} more ${plural(months, { one: "month", other: "months" })} of history: so far the forecast of ${integer(horizon)} days can only be tested on ${integer(tested)} days.`,
  season: "A full year of history and more: until then no season can be seen.",
  switchTestOn: "The test on your own past: `--backtest on` (the default).",
  repeatBuyers: "More customers who have bought twice: below 100 of them a grade would be luck.",
  margin:
    "Your margin (`--margin 35%`, or a column of costs): revenue is not value, and the order of customers often changes.",
  amounts: "Amounts: with them money is forecast, not only orders.",
  problem: ({ name, amount, hint }: { name: string; amount: string; hint: string }) => `${name} (${amount}). ${hint}.`,
  currency: "The currency of the file (`--currency EUR`): amounts are shown without one.",
  limits: [
    "It is about customers who have bought before. What new customers will bring is not in it.",
    "It expects the coming time to be like the past: same prices, same assortment, about as many campaigns.",
    "The value of one customer is what people with the same history did on average. A single one may do anything inside the band, and one in ten does more or less.",
    "Nobody says goodbye to a shop. That somebody has left is a probability, never a fact.",
    "The band holds chance and what could be learnt from your past. It cannot hold a crisis, a new competitor or a lost supplier.",
    "It says what will happen if nothing changes, not what a campaign would change. For that, keep a group that gets none.",
  ],
};
