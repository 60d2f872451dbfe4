/** The ten exports of LAYOUTS section 7 in every form. */
import { test } from "vitest";
import { cases, expectTruth } from "../support/packed-exports.js";

test.each(cases)("%s, %s", (_name, _packing, make, packing) => expectTruth(make(), packing));
