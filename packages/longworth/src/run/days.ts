/** ISO days and days since 1970-01-01: the only calendar arithmetic of the pipeline, in UTC. */
const MS_PER_DAY = 86_400_000;

/** "1997-09-30" -> 10134 */
export const epochDay = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / MS_PER_DAY;

/** 10134 -> "1997-09-30" */
export const isoDay = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** The Monday of the week that holds a day; 1970-01-01 was a Thursday. */
export const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);
