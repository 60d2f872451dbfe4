/** `longworth demo`: a simulated shop, forecast, and compared with the year that followed. */
import { Command } from "commander";
import type { DemoResult } from "../app/demo.js";
import { whole } from "./options/quantity.js";
import { runRequest } from "./options/request.js";
import { lastOf, textOf, type Shell } from "./shell.js";

const WORKSPACE = "./longworth-demo";
const CUSTOMERS = { default: "10000", min: 50, max: 1_000_000 };

export const demoCommand = ({ answer, written, withScratch, context }: Shell): Command => {
  const { cli } = context.words;
  return new Command("demo")
    .description(cli.demo.description)
    .option("--customers <number>", cli.demo.customers)
    .option("--workspace <dir>", cli.demo.workspace)
    .option("--threads <number>", cli.options.threads)
    .option("--seed <number>", cli.options.seed)
    .addHelpText("after", cli.demo.after)
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const { default: usual, ...bounds } = CUSTOMERS;
      const customers = whole(textOf(given, "customers") ?? usual, "--customers", bounds);
      const { threads, seed, progress, quiet } = options;
      const own = {
        workspace: [textOf(given, "workspace") ?? WORKSPACE],
        ...(threads && { threads }),
        ...(seed && { seed }),
      };
      const request = runRequest(["demo"], own, context.limits);
      const { demo } = await import("../app/demo.js");
      const tell = (result: DemoResult): string => cli.demo.told(result);
      await withScratch((scratch) =>
        answer((effects) => demo({ run: request, customers, scratch }, effects), tell, {
          written: {
            ...(progress && { progress }),
            ...(quiet && { quiet }),
            json: [lastOf(options, "json") ?? "false"],
          },
          threads: request.threads,
        }),
      );
    });
};
