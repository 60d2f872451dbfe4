/** The decisions of an inspection into a configuration file, for tonight's run. */
import type { Effects } from "../run/effects.js";
import { readIfThere, replaceText } from "../workspace/durable.js";
import { expectFileAt } from "../workspace/place.js";

/**
 * @param textOf  the new text from the one that is there, null where there is none
 * @throws bad_arguments where no file can be made
 */
export async function saveConfig(
  file: string,
  textOf: (before: string | null) => string,
  { files, machine }: Effects,
): Promise<void> {
  await expectFileAt(file, files);
  await replaceText(file, textOf(await readIfThere(file, files)), `${machine.pid}`, files);
}
