import type { BenchmarkMetric, MetricDefinition } from "../../contracts/types.js";
import { nearest } from "../nearest.js";
import { problem } from "../problems.js";
import * as averages from "./class-averages.js";
import * as classification from "./classification.js";
import type { Classes } from "./classification.js";
import { compileExpression } from "./expression.js";
import type { Metric, Rows } from "./metric.js";
import * as regression from "./regression.js";
import type { Numbers } from "./regression.js";

interface Known extends Metric {
  task: Rows["task"];
  higherIsBetter: boolean;
  /** Whether the score has the unit of the target. */
  hasUnit?: boolean;
  /** Whether it is of two classes only. */
  binary?: boolean;
}

interface Traits {
  higher?: boolean;
  hasUnit?: boolean;
  binary?: boolean;
  ofOrder?: boolean;
}

const ofNumbers = (
  compute: (rows: Numbers) => number | undefined,
  { higher = false, hasUnit = false, ofOrder = false }: Traits = {},
  losses?: (rows: Numbers) => Float64Array,
): Known => ({
  task: "regression",
  higherIsBetter: higher,
  hasUnit,
  ofOrder,
  compute: (rows) => (rows.task === "regression" ? finite(compute(rows)) : undefined),
  ...(losses ? { losses: (rows) => (rows.task === "regression" ? losses(rows) : new Float64Array()) } : {}),
});

/** Errors may be larger than any number: such a score is not defined. */
const finite = (value: number | undefined) => (value !== undefined && Number.isFinite(value) ? value : undefined);

const ofClasses = (
  compute: (rows: Classes) => number | undefined,
  { higher = true, binary = false, ofOrder = false }: Traits = {},
  losses?: (rows: Classes) => Float64Array,
): Known => ({
  task: "classification",
  higherIsBetter: higher,
  binary,
  ofOrder,
  compute: (rows) => (rows.task === "classification" ? compute(rows) : undefined),
  ...(losses ? { losses: (rows) => (rows.task === "classification" ? losses(rows) : new Float64Array()) } : {}),
});

const { absoluteErrors, squaredErrors, relativeErrors } = regression;
const { mistakes, balancedMistakes, misses } = classification;

/** Every metric that needs no expression, by its name. */
export const METRICS: Readonly<Record<string, Known>> = {
  mae: ofNumbers(regression.mae, { hasUnit: true }, absoluteErrors),
  rmse: ofNumbers(regression.rmse, { hasUnit: true }, squaredErrors),
  mape: ofNumbers(regression.mape, {}, relativeErrors),
  max_error: ofNumbers(regression.maxError, { hasUnit: true }),
  mse: ofNumbers(regression.mse, {}, squaredErrors),
  median_absolute_error: ofNumbers(regression.medianAbsoluteError, { hasUnit: true }),
  r2: ofNumbers(regression.r2, { higher: true }, squaredErrors),
  pearson: ofNumbers(regression.pearson, { higher: true }),
  spearman: ofNumbers(regression.spearman, { higher: true, ofOrder: true }),
  ndcg: ofNumbers(regression.ndcg, { higher: true, ofOrder: true }),
  accuracy: ofClasses(classification.accuracy, {}, mistakes),
  balanced_accuracy: ofClasses(classification.balancedAccuracy, {}, balancedMistakes),
  f1: ofClasses(classification.f1, { binary: true }),
  f1_macro: ofClasses(classification.f1Macro),
  precision: ofClasses(classification.precision, { binary: true }),
  recall: ofClasses(classification.recall, { binary: true }, misses),
  f1_weighted: ofClasses(averages.f1Weighted),
  precision_macro: ofClasses(averages.precisionMacro),
  precision_weighted: ofClasses(averages.precisionWeighted),
  recall_macro: ofClasses(averages.recallMacro),
  recall_weighted: ofClasses(averages.recallWeighted, {}, mistakes),
  kappa: ofClasses(averages.kappa),
  log_loss: ofClasses(averages.logLoss, { higher: false }, averages.logLosses),
  rocauc_ovr: ofClasses(averages.rocAucOvr),
  rocauc_ovr_weighted: ofClasses(averages.rocAucOvrWeighted),
  rocauc_ovo: ofClasses(averages.rocAucOvo),
  mcc: ofClasses(classification.mcc),
  rocauc: ofClasses(classification.rocAuc, { binary: true, ofOrder: true }),
  average_precision: ofClasses(classification.averagePrecision, { binary: true, ofOrder: true }),
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
      `The metric '${name}' is of two classes and the benchmark has ${classes}; use ${binaryAlternative(name)}.`,
    );
  return known;
}

/** What stands for a metric of two classes where there are more. */
const binaryAlternative = (name: string): string =>
  name === "rocauc" || name === "average_precision"
    ? "rocauc_ovr, rocauc_ovo or log_loss"
    : `${name}_macro, ${name}_weighted, accuracy or mcc`;
