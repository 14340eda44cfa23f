import { at, meanOf, median, ranks, Sum, weightedMean } from "./sums.js";

/** Truth and predictions of the same rows. */
export interface Numbers {
  truth: Float64Array;
  predicted: Float64Array;
  /** How much each row weighs, as scikit-learn's `sample_weight`; without it rows weigh alike. */
  weights?: Float64Array;
  /** Standard deviations of the predictions, where they were given. */
  deviations?: Float64Array;
}

/** Truths that small are left out of `mape`, as Matbench does. */
export const MAPE_THRESHOLD = 1e-5;

const error = ({ truth, predicted }: Numbers, i: number): number => at(truth, i) - at(predicted, i);

/** Mean absolute error. */
export function mae(rows: Numbers): number | undefined {
  if (rows.weights) return weightedMean(absoluteErrors(rows), rows.weights);
  // A loop of its own: a function that is handed to a shared one costs eight times as much for each of a million rows.
  const sum = new Sum();
  for (let i = 0; i < rows.truth.length; i++) sum.add(Math.abs(error(rows, i)));
  return rows.truth.length === 0 ? undefined : sum.value / rows.truth.length;
}

/** Mean squared error. */
export function mse(rows: Numbers): number | undefined {
  if (rows.weights) return weightedMean(squaredErrors(rows), rows.weights);
  const sum = new Sum();
  for (let i = 0; i < rows.truth.length; i++) sum.add(error(rows, i) ** 2);
  return rows.truth.length === 0 ? undefined : sum.value / rows.truth.length;
}

/** Root of the mean squared error. */
export function rmse(rows: Numbers): number | undefined {
  const found = mse(rows);
  return found === undefined ? undefined : Math.sqrt(found);
}

/** Root of the mean squared error of which only the errors' count, mean and sample standard deviation are known. */
export const rmseOfMoments = ({ count, mean, std }: { count: number; mean: number; std: number }): number =>
  Math.sqrt(mean ** 2 + (std ** 2 * (count - 1)) / count);

/** Mean absolute relative error over rows whose truth is larger than {@link MAPE_THRESHOLD}; a fraction, not percent. */
export function mape({ truth, predicted, weights }: Numbers): number | undefined {
  const sum = new Sum();
  let count = 0;
  for (let i = 0; i < truth.length; i++) {
    const wanted = at(truth, i);
    if (!(Math.abs(wanted) > MAPE_THRESHOLD)) continue;
    const weight = weights ? at(weights, i) : 1;
    sum.add(weight * Math.abs((wanted - at(predicted, i)) / wanted));
    count += weight;
  }
  return count === 0 ? undefined : sum.value / count;
}

/** Largest absolute error. */
export function maxError(rows: Numbers): number | undefined {
  if (rows.truth.length === 0) return undefined;
  let largest = 0;
  for (let i = 0; i < rows.truth.length; i++) largest = Math.max(largest, Math.abs(error(rows, i)));
  return largest;
}

/** Median absolute error. */
export const medianAbsoluteError = (rows: Numbers): number | undefined => median(absoluteErrors(rows));

/** Absolute error of each row. */
export const absoluteErrors = (rows: Numbers): Float64Array => rows.truth.map((_, i) => Math.abs(error(rows, i)));

/** Squared error of each row. */
export const squaredErrors = (rows: Numbers): Float64Array => rows.truth.map((_, i) => error(rows, i) ** 2);

/** Absolute relative error of each row; 0 for those that `mape` leaves out. */
export const relativeErrors = (rows: Numbers): Float64Array =>
  rows.truth.map((truth, i) => (Math.abs(truth) > MAPE_THRESHOLD ? Math.abs(error(rows, i) / truth) : 0));

/** Coefficient of determination; for a constant truth 1 where every prediction is right, else 0. */
export function r2(rows: Numbers): number | undefined {
  const { truth, weights } = rows;
  if (truth.length < 2) return undefined;
  const mean = (weights ? weightedMean(truth, weights) : meanOf(truth.length, (i) => at(truth, i))) ?? 0;
  const residual = new Sum();
  const total = new Sum();
  for (let i = 0; i < truth.length; i++) {
    const weight = weights ? at(weights, i) : 1;
    residual.add(weight * error(rows, i) ** 2);
    total.add(weight * (at(truth, i) - mean) ** 2);
  }
  if (total.value === 0) return residual.value === 0 ? 1 : 0;
  return 1 - residual.value / total.value;
}

/** Pearson's correlation; undefined where truth or predictions are constant. */
export function pearson({ truth, predicted }: Numbers): number | undefined {
  const n = truth.length;
  if (n < 2 || isConstant(truth) || isConstant(predicted)) return undefined;
  const [first, second] = [deviations(truth), deviations(predicted)];
  const [both, firstSquares, secondSquares] = [new Sum(), new Sum(), new Sum()];
  for (let i = 0; i < n; i++) {
    both.add(at(first, i) * at(second, i));
    firstSquares.add(at(first, i) ** 2);
    secondSquares.add(at(second, i) ** 2);
  }
  const scale = Math.sqrt(firstSquares.value) * Math.sqrt(secondSquares.value);
  return scale === 0 || !Number.isFinite(scale) ? undefined : Math.max(-1, Math.min(1, both.value / scale));
}

/** Deviations from the mean, divided by a power of two near the largest: their squares neither overflow nor vanish. */
function deviations(values: Float64Array): Float64Array {
  const mean = meanOf(values.length, (i) => at(values, i)) ?? 0;
  const apart = values.map((value) => value - mean);
  const largest = apart.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const power = Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));
  return apart.map((value) => value / 2 ** power);
}

/** Spearman's rank correlation. */
export const spearman = ({ truth, predicted }: Numbers): number | undefined =>
  pearson({ truth: ranks(truth), predicted: ranks(predicted) });

/**
 * Normalised discounted cumulated gain: whether rows of large truth are predicted above others, the top counting most.
 * Gains are the truths themselves, so it is undefined where one is negative; equal predictions share their places.
 * Source: Järvelin and Kekäläinen, ACM Transactions on Information Systems 20, 422 (2002); scikit-learn's `ndcg_score`.
 */
export function ndcg({ truth, predicted }: Numbers): number | undefined {
  if (truth.length < 2 || truth.some((value) => value < 0)) return undefined;
  const ideal = discountedGain(truth, truth);
  return ideal === 0 ? 0 : discountedGain(truth, predicted) / ideal;
}

function discountedGain(truth: Float64Array, by: Float64Array): number {
  const order = Uint32Array.from(by.keys()).sort((a, b) => at(by, b) - at(by, a));
  const total = new Sum();
  for (let start = 0; start < order.length;) {
    const gain = new Sum();
    const discount = new Sum();
    let end = start;
    for (; end < order.length && at(by, at(order, end)) === at(by, at(order, start)); end++) {
      gain.add(at(truth, at(order, end)));
      discount.add(1 / Math.log2(end + 2));
    }
    total.add((gain.value / (end - start)) * discount.value);
    start = end;
  }
  return total.value;
}

const isConstant = (values: Float64Array): boolean => values.every((value) => value === values[0]);
