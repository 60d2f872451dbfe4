import { test } from "vitest";
import { expectCleanStop } from "../support/interrupt.js";

test.each([
  "reading: done",
  "fitting models: done",
  "scoring customers …",
  "writing tables: done",
  "drawing the report …",
])("Ctrl-C at %j ends with 130, publishes nothing, and the next start leaves nothing behind", expectCleanStop, 120_000);
