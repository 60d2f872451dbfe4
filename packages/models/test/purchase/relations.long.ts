/** The relations on 500 data sets per model. */
import { describeRelations } from "../support/relations.js";

describeRelations(500);
