/** What a worker thread can do: a job is a name and data. */
export type Job = Readonly<{ kind: "echo"; value: number }>;
export type Answer = Readonly<{ kind: "echo"; value: number }>;
