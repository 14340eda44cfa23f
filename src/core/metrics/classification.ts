import { at, ranks, Sum } from "./sums.js";

/** Truth and predictions of the same rows, as positions in the list of classes. */
export interface Classes {
  truth: Int32Array;
  predicted: Int32Array;
  /** How surely a row is of the last class; the predicted class itself where only that is given. */
  scores: Float64Array;
  /** How surely each row is of each class, one row after another, where that was predicted. */
  chances?: Float64Array;
  /** How many classes there are. */
  count: number;
}

/** Rows by true and predicted class. */
export function confusion({ truth, predicted, count }: Classes): Float64Array {
  const found = new Float64Array(count * count);
  for (let i = 0; i < truth.length; i++) {
    const cell = at(truth, i) * count + at(predicted, i);
    found[cell] = at(found, cell) + 1;
  }
  return found;
}

/** Fraction of rows of which the class is right. */
export function accuracy({ truth, predicted }: Classes): number | undefined {
  let right = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i] === predicted[i]) right++;
  return truth.length === 0 ? undefined : right / truth.length;
}

/** Mean of the recall of each class that is in the truth. */
export function balancedAccuracy(rows: Classes): number | undefined {
  const { count } = rows;
  const cells = confusion(rows);
  const sum = new Sum();
  let present = 0;
  for (let c = 0; c < count; c++) {
    const all = marginal(cells, count, c, "truth");
    if (all === 0) continue;
    sum.add(at(cells, c * count + c) / all);
    present++;
  }
  return present === 0 ? undefined : sum.value / present;
}

/** 1 for each row of which the class is wrong. */
export const mistakes = ({ truth, predicted }: Classes): Float64Array =>
  Float64Array.from(truth, (label, i) => (label === predicted[i] ? 0 : 1));

/** {@link mistakes} over the number of rows of their true class. */
export function balancedMistakes(rows: Classes): Float64Array {
  const sizes = new Float64Array(rows.count);
  for (const label of rows.truth) sizes[label] = at(sizes, label) + 1;
  return mistakes(rows).map((mistake, i) => mistake / at(sizes, at(rows.truth, i)));
}

/** {@link mistakes} of rows of the last class. */
export const misses = (rows: Classes): Float64Array =>
  mistakes(rows).map((mistake, i) => (rows.truth[i] === rows.count - 1 ? mistake : 0));

/** Precision of the last class; 0 where it is never predicted. */
export const precision = (rows: Classes): number | undefined =>
  ofClass(rows, ({ hits, predicted }) => (predicted === 0 ? 0 : hits / predicted));

/** Recall of the last class; 0 where no row is of it. */
export const recall = (rows: Classes): number | undefined =>
  ofClass(rows, ({ hits, truth }) => (truth === 0 ? 0 : hits / truth));

/** Harmonic mean of precision and recall of the last class. */
export const f1 = (rows: Classes): number | undefined => ofClass(rows, f1Of);

/** Mean of F1 over the classes that are in the truth or predicted. */
export function f1Macro(rows: Classes): number | undefined {
  const { count } = rows;
  const cells = confusion(rows);
  const sum = new Sum();
  let present = 0;
  for (let c = 0; c < count; c++) {
    const found = countsOf(cells, count, c);
    if (found.truth + found.predicted === 0) continue;
    sum.add(f1Of(found));
    present++;
  }
  return present === 0 ? undefined : sum.value / present;
}

/** Matthews' correlation coefficient, for any number of classes; 0 where it is not defined. */
export function mcc(rows: Classes): number | undefined {
  const { count, truth } = rows;
  const n = truth.length;
  if (n === 0) return undefined;
  const cells = confusion(rows);
  let right = 0;
  let products = 0;
  let trueSquares = 0;
  let predictedSquares = 0;
  for (let c = 0; c < count; c++) {
    const found = countsOf(cells, count, c);
    right += found.hits;
    products += found.truth * found.predicted;
    trueSquares += found.truth ** 2;
    predictedSquares += found.predicted ** 2;
  }
  const scale = (n * n - predictedSquares) * (n * n - trueSquares);
  return scale === 0 ? 0 : (right * n - products) / Math.sqrt(scale);
}

/** Area under the ROC curve: the chance that a row of the last class scores above one of the first, ties half. */
export function rocAuc({ truth, scores }: Classes): number | undefined {
  const ranked = ranks(scores);
  const sum = new Sum();
  let positive = 0;
  for (let i = 0; i < truth.length; i++) {
    if (truth[i] !== 1) continue;
    sum.add(at(ranked, i));
    positive++;
  }
  const negative = truth.length - positive;
  if (positive === 0 || negative === 0) return undefined;
  return (sum.value - (positive * (positive + 1)) / 2) / (positive * negative);
}

/**
 * Average precision of the last class: the mean of the precision at each threshold, weighted by the rise of the recall
 * since the one before; 0 where no row is of it. Source: scikit-learn's `average_precision_score`.
 */
export function averagePrecision({ truth, scores }: Classes): number | undefined {
  const n = truth.length;
  if (n === 0) return undefined;
  const positive = truth.reduce((sum, label) => sum + (label === 1 ? 1 : 0), 0);
  if (positive === 0) return 0;
  const order = Uint32Array.from(scores.keys()).sort((a, b) => at(scores, b) - at(scores, a));
  const sum = new Sum();
  let hits = 0;
  for (let start = 0; start < n;) {
    const before = hits;
    let end = start;
    for (; end < n && at(scores, at(order, end)) === at(scores, at(order, start)); end++)
      if (at(truth, at(order, end)) === 1) hits++;
    sum.add(((hits - before) / positive) * (hits / end));
    start = end;
  }
  return sum.value;
}

/** How often a class is true, predicted, and both. */
export interface Counts {
  hits: number;
  truth: number;
  predicted: number;
}

/** F1 of a class; 0 where it is neither true nor predicted. */
export const f1Of = ({ hits, truth, predicted }: Counts): number =>
  truth + predicted === 0 ? 0 : (2 * hits) / (truth + predicted);

function ofClass(rows: Classes, measure: (counts: Counts) => number): number | undefined {
  if (rows.truth.length === 0) return undefined;
  return measure(countsOf(confusion(rows), rows.count, rows.count - 1));
}

/** The counts of a class in the {@link confusion} of rows. */
export function countsOf(cells: Float64Array, count: number, c: number): Counts {
  return {
    hits: at(cells, c * count + c),
    truth: marginal(cells, count, c, "truth"),
    predicted: marginal(cells, count, c, "predicted"),
  };
}

function marginal(cells: Float64Array, count: number, c: number, side: "truth" | "predicted"): number {
  let sum = 0;
  for (let other = 0; other < count; other++)
    sum += at(cells, side === "truth" ? c * count + other : other * count + c);
  return sum;
}
