import type { BenchmarkMetric, MetricDefinition } from "../../contracts/types.js";
import { nearest } from "../nearest.js";
import { problem } from "../problems.js";
import * as classification from "./classification.js";
import type { Classes } from "./classification.js";
import { compileExpression } from "./expression.js";
import type { Metric, Rows } from "./metric.js";
import * as regression from "./regression.js";
import type { Numbers } from "./regression.js";

interface Known {
  task: Rows["task"];
  higherIsBetter: boolean;
  /** Whether the score has the unit of the target. */
  hasUnit?: boolean;
  /** Whether it is of two classes only. */
  binary?: boolean;
  compute: Metric;
}

const ofNumbers = (
  compute: (rows: Numbers) => number | undefined,
  higherIsBetter: boolean,
  hasUnit = false,
): Known => ({
  task: "regression",
  higherIsBetter,
  hasUnit,
  compute: (rows) => (rows.task === "regression" ? finite(compute(rows)) : undefined),
});

/** Errors may be larger than any number: such a score is not defined. */
const finite = (value: number | undefined) => (value !== undefined && Number.isFinite(value) ? value : undefined);

const ofClasses = (compute: (rows: Classes) => number | undefined, binary = false): Known => ({
  task: "classification",
  higherIsBetter: true,
  binary,
  compute: (rows) => (rows.task === "classification" ? compute(rows) : undefined),
});

/** Every metric that needs no expression, by its name. */
export const METRICS: Readonly<Record<string, Known>> = {
  mae: ofNumbers(regression.mae, false, true),
  rmse: ofNumbers(regression.rmse, false, true),
  mape: ofNumbers(regression.mape, false),
  max_error: ofNumbers(regression.maxError, false, true),
  mse: ofNumbers(regression.mse, false),
  median_absolute_error: ofNumbers(regression.medianAbsoluteError, false, true),
  r2: ofNumbers(regression.r2, true),
  pearson: ofNumbers(regression.pearson, true),
  spearman: ofNumbers(regression.spearman, true),
  ndcg: ofNumbers(regression.ndcg, true),
  accuracy: ofClasses(classification.accuracy),
  balanced_accuracy: ofClasses(classification.balancedAccuracy),
  f1: ofClasses(classification.f1, true),
  f1_macro: ofClasses(classification.f1Macro),
  precision: ofClasses(classification.precision, true),
  recall: ofClasses(classification.recall, true),
  mcc: ofClasses(classification.mcc),
  rocauc: ofClasses(classification.rocAuc, true),
  average_precision: ofClasses(classification.averagePrecision, true),
};

/** What there is to know of each metric without an expression. */
export const metricDefinitions = (): MetricDefinition[] =>
  Object.entries(METRICS).map(([name, { task, higherIsBetter, hasUnit = false, binary = false }]) => {
    return { name, task, higherIsBetter, hasUnit, binary };
  });

/**
 * The function of a benchmark's metric.
 * @throws FoundryProblem for a name that is not known, or an expression that cannot be read
 */
export function metricOf({ name, expression }: BenchmarkMetric, task: Rows["task"], classes?: number): Metric {
  if (expression !== undefined) {
    if (task !== "regression")
      throw problem(
        "invalid-manifest",
        `The metric '${name}' is an expression, which can only be of numbers; name a metric of classes.`,
      );
    return compileExpression(expression, name);
  }
  const known = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
  const fitting = Object.entries(METRICS).flatMap(([each, { task: of }]) => (of === task ? [each] : []));
  if (!known)
    throw problem("invalid-manifest", `There is no metric '${name}'; for ${task} there are ${fitting.join(", ")}.`, {
      suggestions: nearest(name, fitting),
    });
  if (known.task !== task)
    throw problem(
      "invalid-manifest",
      `The metric '${name}' is for ${known.task} and the benchmark is of ${task}: use ${fitting.join(", ")}.`,
    );
  if (known.binary && classes !== undefined && classes !== 2)
    throw problem(
      "invalid-manifest",
      `The metric '${name}' is of two classes and the benchmark has ${classes}; use f1_macro, accuracy or mcc.`,
    );
  return known.compute;
}
