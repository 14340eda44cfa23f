import type { BenchmarkMetric } from "../../contracts/types.js";
import type { Rows } from "./metric.js";
import { metricOf } from "./metrics.js";
import type { Truth } from "./rows.js";

/** Whether any predictions of these rows have a score by a metric: right ones, or ones that are off. */
export function canBeScored(metric: BenchmarkMetric, truth: Truth): boolean {
  const classes = truth.task === "classification" ? truth.classes.length : undefined;
  const { compute } = metricOf(metric, truth.task, classes);
  return probes(truth).some((rows) => compute(rows) !== undefined);
}

function probes(truth: Truth): Rows[] {
  const weighed = truth.weights ? { weights: truth.weights } : {};
  if (truth.task === "classification") {
    const { values, classes } = truth;
    const scores = Float64Array.from(values);
    return [{ task: "classification", truth: values, predicted: values, scores, count: classes.length, ...weighed }];
  }
  const { values } = truth;
  const off = values.map((value, i) => value + (i % 3) + 0.5);
  const deviations = new Float64Array(values.length).fill(1);
  return [values, off].map((predicted) => ({ task: "regression", truth: values, predicted, deviations, ...weighed }));
}
