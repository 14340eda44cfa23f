import type { Classes } from "./classification.js";
import type { Numbers } from "./regression.js";

/** Rows to score, as numbers or as classes. */
export type Rows = ({ task: "regression" } & Numbers) | ({ task: "classification" } & Classes);

/** A metric of rows; undefined where it is not defined on them. */
export type Metric = (rows: Rows) => number | undefined;
