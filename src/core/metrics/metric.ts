import type { Classes } from "./classification.js";
import type { Numbers } from "./regression.js";

/** Rows to score, as numbers or as classes. */
export type Rows = ({ task: "regression" } & Numbers) | ({ task: "classification" } & Classes);

/** How rows are scored. */
export interface Metric {
  /** The score of rows; undefined where it is not defined on them. */
  compute: (rows: Rows) => number | undefined;
  /** What each row adds to the score: of the same truth, the score rises or falls with the sum of these. */
  losses?: (rows: Rows) => Float64Array;
  /** Whether only the order of predictions matters, so that entries may measure on scales of their own. */
  ofOrder?: boolean;
}
