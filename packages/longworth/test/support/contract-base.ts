/** A simulated base of subscriptions whose truth is known: customers who differ in how easily they leave. */
import { random as draws } from "@longworth/models";

export type Base = Readonly<{
  contracts: number;
  seed: number;
  alpha?: number; // churn per renewal ~ Beta(alpha, beta)
  beta?: number;
  months?: number; // of acquisition, ending at the last day
  last?: string; // ISO day of the file; contracts start before it
  until?: string; // ISO day up to which ends are known: later ends are blank
  period?: "month" | "year";
  channels?: Readonly<Record<string, number>>; // equally often, and how many times alpha each has
  pro?: number; // how many times alpha plan Pro has, where there are channels
}>;

const MS_PER_DAY = 86_400_000;
const DAY = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / MS_PER_DAY;
const ISO = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** The same day so many months later, the last of the month where there is none. */
export function laterMonth(iso: string, months: number): string {
  const [year = 0, month = 1, day = 1] = iso.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day, length)))
    .toISOString()
    .slice(0, 10);
}

export type Contract = Readonly<{
  id: string;
  customer: string;
  start: string;
  end: string;
  renewals: number;
  plan: string;
  price: number;
  reason: string;
  channel?: string;
}>;

/** One row per contract; `end` is blank where it lies after `until`, `renewals` are those of the whole life. */
export function contractBase({
  contracts,
  seed,
  alpha = 1,
  beta = 8,
  months = 36,
  last = "2025-12-31",
  until = last,
  period = "month",
  channels,
  pro = 1,
}: Base): readonly Contract[] {
  const random = draws.seeded(seed);
  const drawn = draws.seeded(seed + 1_000_003); // what is known at the start; bases without channels stay as they were
  const names = Object.keys(channels ?? {});
  const from = DAY(laterMonth(last, -months)) + 1;
  const step = period === "month" ? 1 : 12;
  return Array.from({ length: contracts }, (_, i): Contract => {
    const start = ISO(from + Math.floor(random() * (DAY(last) - from + 1)));
    const channel = names[Math.floor(drawn() * names.length)];
    const isPro = channel === undefined ? null : drawn() < 0.3;
    const factor = (channels?.[channel ?? ""] ?? 1) * (isPro === true ? pro : 1);
    const theta = draws.beta(random, alpha * factor, beta);
    const renewals = Math.floor(Math.log(random()) / Math.log1p(-theta));
    const plan = (isPro ?? random() < 0.3) ? "Pro" : "Basic";
    const reason = random() < 0.25 ? "card declined" : "too expensive";
    const ends = renewals > 1200 ? "" : laterMonth(start, (renewals + 1) * step);
    const end = ends !== "" && ends <= until ? ends : "";
    return {
      id: `S${i}`,
      customer: `C${i}`,
      start,
      end,
      renewals,
      plan,
      price: plan === "Pro" ? 49 : 19,
      reason: end === "" ? "" : reason,
      ...(channel === undefined ? {} : { channel }),
    };
  });
}

/** As a sheet that `run` reads. */
export function contractsCsv(base: readonly Contract[], period = "month"): string {
  const hasChannel = base.some(({ channel }) => channel !== undefined);
  const head = "subscription_id,customer_id,start_date,end_date,billing_period,price,plan,cancel_reason";
  const rows = base.map(({ id, customer, start, end, plan, price, reason, channel }) =>
    [id, customer, start, end, period, price, plan, reason, ...(hasChannel ? [channel] : [])].join(","),
  );
  return `${[hasChannel ? `${head},channel` : head, ...rows].join("\n")}\n`;
}
