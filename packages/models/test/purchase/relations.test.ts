/** The relations on few data sets; `relations.long.ts` takes 500. */
import { describeRelations } from "../support/relations.js";

describeRelations(12);
