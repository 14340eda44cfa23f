import type { BenchmarkMetric, MetricDefinition } from "../../contracts/types.js";
import { nearest } from "../nearest.js";
import { problem } from "../problems.js";
import * as calibration from "./calibration.js";
import { isUncertain, type Uncertain } from "./calibration.js";
import * as averages from "./class-averages.js";
import * as classification from "./classification.js";
import type { Classes } from "./classification.js";
import { compileExpression } from "./expression.js";
import type { Metric, Rows } from "./metric.js";
import * as regression from "./regression.js";
import type { Numbers } from "./regression.js";
import { at } from "./sums.js";

interface Known extends Metric {
  task: Rows["task"];
  higherIsBetter: boolean;
  /** Whether the score has the unit of the target. */
  hasUnit?: boolean;
  /** Whether it is of two classes only. */
  binary?: boolean;
  /** Whether rows weigh alike in it, as it has no other form. */
  alike?: boolean;
  /** Whether it scores the standard deviations beside predictions. */
  ofUncertainty?: boolean;
}

interface Traits {
  higher?: boolean;
  hasUnit?: boolean;
  binary?: boolean;
  ofOrder?: boolean;
  alike?: boolean;
}

/** What rows add to a score, by their weights. */
const weighed = (losses: Float64Array, weights: Float64Array | undefined): Float64Array =>
  weights ? losses.map((loss, i) => loss * at(weights, i)) : losses;

const ofNumbers = (
  compute: (rows: Numbers) => number | undefined,
  { higher = false, hasUnit = false, ofOrder = false, alike = false }: Traits = {},
  losses?: (rows: Numbers) => Float64Array,
): Known => ({
  task: "regression",
  higherIsBetter: higher,
  hasUnit,
  ofOrder,
  alike,
  compute: (rows) => (rows.task === "regression" ? finite(compute(rows)) : undefined),
  ...(losses
    ? { losses: (rows) => (rows.task === "regression" ? weighed(losses(rows), rows.weights) : new Float64Array()) }
    : {}),
});

/** Errors may be larger than any number: such a score is not defined. */
const finite = (value: number | undefined) => (value !== undefined && Number.isFinite(value) ? value : undefined);

const ofClasses = (
  compute: (rows: Classes) => number | undefined,
  { higher = true, binary = false, ofOrder = false, alike = false }: Traits = {},
  losses?: (rows: Classes) => Float64Array,
): Known => ({
  task: "classification",
  higherIsBetter: higher,
  binary,
  ofOrder,
  alike,
  compute: (rows) => (rows.task === "classification" ? compute(rows) : undefined),
  ...(losses
    ? { losses: (rows) => (rows.task === "classification" ? weighed(losses(rows), rows.weights) : new Float64Array()) }
    : {}),
});

/** A metric of the standard deviations beside predictions, not defined without them. */
const ofDeviations = (
  compute: (rows: Uncertain) => number,
  hasUnit = false,
  losses?: (rows: Uncertain) => Float64Array,
): Known => ({
  ...ofNumbers(
    (rows) => (isUncertain(rows) ? compute(rows) : undefined),
    { hasUnit, alike: true },
    losses && ((rows) => (isUncertain(rows) ? losses(rows) : new Float64Array())),
  ),
  ofUncertainty: true,
});

const { absoluteErrors, squaredErrors, relativeErrors } = regression;
const { mistakes, balancedMistakes, misses } = classification;

/** Every metric that needs no expression, by its name. */
export const METRICS: Readonly<Record<string, Known>> = {
  mae: ofNumbers(regression.mae, { hasUnit: true }, absoluteErrors),
  rmse: ofNumbers(regression.rmse, { hasUnit: true }, squaredErrors),
  mape: ofNumbers(regression.mape, {}, relativeErrors),
  max_error: ofNumbers(regression.maxError, { hasUnit: true, alike: true }),
  mse: ofNumbers(regression.mse, {}, squaredErrors),
  median_absolute_error: ofNumbers(regression.medianAbsoluteError, { hasUnit: true, alike: true }),
  r2: ofNumbers(regression.r2, { higher: true }, squaredErrors),
  pearson: ofNumbers(regression.pearson, { higher: true, alike: true }),
  spearman: ofNumbers(regression.spearman, { higher: true, ofOrder: true, alike: true }),
  ndcg: ofNumbers(regression.ndcg, { higher: true, ofOrder: true, alike: true }),
  nll: ofDeviations(calibration.nll, false, calibration.logDensities),
  crps: ofDeviations(calibration.crps, true, calibration.rankedScores),
  miscalibration_area: ofDeviations(calibration.miscalibrationArea),
  coverage_error_68: ofDeviations(calibration.coverageError(0.68)),
  coverage_error_95: ofDeviations(calibration.coverageError(0.95)),
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
  rocauc_ovo: ofClasses(averages.rocAucOvo, { alike: true }),
  mcc: ofClasses(classification.mcc),
  rocauc: ofClasses(classification.rocAuc, { binary: true, ofOrder: true }),
  average_precision: ofClasses(classification.averagePrecision, { binary: true, ofOrder: true }),
};

/** What there is to know of each metric without an expression. */
export const metricDefinitions = (): MetricDefinition[] =>
  Object.entries(METRICS).map(([name, { task, higherIsBetter, hasUnit = false, binary = false, ...rest }]) => {
    const { alike = false, ofUncertainty = false } = rest;
    return { name, task, higherIsBetter, hasUnit, binary, weighable: !alike, ofUncertainty };
  });

/** @throws FoundryProblem for a metric in which rows cannot weigh differently */
export function checkWeighable({ name, expression }: BenchmarkMetric, weight: string): void {
  if (expression === undefined && METRICS[name]?.alike === false) return;
  const { task } = METRICS[name] ?? { task: "regression" };
  const weighable = metricDefinitions().flatMap((one) => (one.task === task && one.weighable ? [one.name] : []));
  throw problem(
    "invalid-manifest",
    `Rows weigh by '${weight}', for which the metric '${name}' has no form: use ${weighable.join(", ")}, or let rows weigh alike.`,
  );
}

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
