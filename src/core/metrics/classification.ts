import { at, ranks, Sum, weightedMean } from "./sums.js";

/** Truth and predictions of the same rows, as positions in the list of classes. */
export interface Classes {
  truth: Int32Array;
  predicted: Int32Array;
  /** How surely a row is of the last class; the predicted class itself where only that is given. */
  scores: Float64Array;
  /** How surely each row is of each class, one row after another, where that was predicted. */
  chances?: Float64Array;
  /** How much each row weighs, as scikit-learn's `sample_weight`; without it rows weigh alike. */
  weights?: Float64Array;
  /** How many classes there are. */
  count: number;
}

/** Rows, or their weights, by true and predicted class. */
export function confusion({ truth, predicted, weights, count }: Classes): Float64Array {
  const found = new Float64Array(count * count);
  for (let i = 0; i < truth.length; i++) {
    const cell = at(truth, i) * count + at(predicted, i);
    found[cell] = at(found, cell) + (weights ? at(weights, i) : 1);
  }
  return found;
}

/** Fraction of rows of which the class is right. */
export function accuracy({ truth, predicted, weights }: Classes): number | undefined {
  if (weights)
    return weightedMean(
      Float64Array.from(truth, (label, i) => (label === predicted[i] ? 1 : 0)),
      weights,
    );
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

/** {@link mistakes} over the weight of the rows of their true class. */
export function balancedMistakes(rows: Classes): Float64Array {
  const sizes = new Float64Array(rows.count);
  rows.truth.forEach((label, i) => (sizes[label] = at(sizes, label) + (rows.weights ? at(rows.weights, i) : 1)));
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
  const { count } = rows;
  const cells = confusion(rows);
  const n = cells.reduce((sum, cell) => sum + cell, 0);
  if (n === 0) return undefined;
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
export function rocAuc(rows: Classes): number | undefined {
  const { truth, scores, weights } = rows;
  if (weights) return weightedArea(rows, weights);
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

function weightedArea({ truth, scores }: Classes, weights: Float64Array): number | undefined {
  const area = new Sum();
  let [negative, positive] = [0, 0];
  for (const [start, end, order] of ties(scores, (a, b) => a - b)) {
    const sums = [0, 0];
    for (let place = start; place < end; place++) {
      const i = at(order, place);
      const side = truth[i] === 1 ? 1 : 0;
      sums[side] = at(sums, side) + at(weights, i);
    }
    area.add(at(sums, 1) * (negative + at(sums, 0) / 2));
    negative += at(sums, 0);
    positive += at(sums, 1);
  }
  return positive === 0 || negative === 0 ? undefined : area.value / (positive * negative);
}

/** Stretches of equal scores, from one place to before another of an order of rows. */
function* ties(
  scores: Float64Array,
  compare: (a: number, b: number) => number,
): Generator<readonly [start: number, end: number, order: Uint32Array]> {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => compare(at(scores, a), at(scores, b)));
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && scores[at(order, end)] === scores[at(order, start)]) end++;
    yield [start, end, order];
  }
}

/**
 * Average precision of the last class: the mean of the precision at each threshold, weighted by the rise of the recall
 * since the one before; 0 where no row is of it. Source: scikit-learn's `average_precision_score`.
 */
export function averagePrecision({ truth, scores, weights }: Classes): number | undefined {
  const weight = (i: number) => (weights ? at(weights, i) : 1);
  if (truth.length === 0) return undefined;
  const positive = truth.reduce((sum, label, i) => sum + (label === 1 ? weight(i) : 0), 0);
  if (positive === 0) return 0;
  const sum = new Sum();
  let [hits, all] = [0, 0];
  for (const [start, end, order] of ties(scores, (a, b) => b - a)) {
    const before = hits;
    for (let place = start; place < end; place++) {
      const i = at(order, place);
      if (truth[i] === 1) hits += weight(i);
      all += weight(i);
    }
    sum.add(((hits - before) / positive) * (hits / all));
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
