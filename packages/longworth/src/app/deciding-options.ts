/** The options of a run that can change a number: with the inputs they decide whether it has been made before. */
import type { Effects } from "../run/effects.js";
import { digestOf, unless } from "../workspace/durable.js";
import type { RunRequest } from "./run-request.js";

/** What can change a number: threads, memory and places cannot, nor can decisions that must be as they are. */
export async function decidingOptions(
  request: RunRequest,
  effects: Effects,
): Promise<Readonly<Record<string, unknown>>> {
  const {
    inputs: _inputs,
    workspace: _workspace,
    threads: _threads,
    memory: _memory,
    again: _again,
    output: _output,
    expect: _expect,
    attributes,
    surveys,
    invoices,
    ...options
  } = request;
  const { rates, prices, refundsFile, firstOrder } = request;
  const facts = Object.values(await contentsOf(Object.fromEntries(attributes.entries()), effects));
  const said = Object.values(await contentsOf(Object.fromEntries(surveys.entries()), effects));
  const billed = Object.values(await contentsOf(Object.fromEntries(invoices.entries()), effects));
  const about = {
    ...(billed.length === 0 ? {} : { invoices: billed }),
    ...(facts.length === 0 ? {} : { attributes: facts }),
    ...(said.length === 0 ? {} : { surveys: said }),
  };
  return { ...options, ...about, ...(await contentsOf({ rates, prices, refundsFile, firstOrder }, effects)) };
}

/** Files that options name, by their content: the same name can hold other rates tomorrow. */
async function contentsOf(
  named: Readonly<Record<string, string | undefined>>,
  { files }: Effects,
): Promise<Readonly<Record<string, string>>> {
  const found: [string, string][] = [];
  for (const [name, file] of Object.entries(named)) {
    if (file === undefined) continue;
    const digest = await digestOf(file, files).catch(unless("ENOENT", "EISDIR")); // --first-order may name a column
    if (digest) found.push([name, `sha256:${digest.sha256}`]);
  }
  return Object.fromEntries(found);
}
