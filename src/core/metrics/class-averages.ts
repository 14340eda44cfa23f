import { confusion, countsOf, f1Of, rocAuc, type Classes, type Counts } from "./classification.js";
import { at, Sum, weightedMean } from "./sums.js";

type Measure = (counts: Counts) => number;

const precisionOf: Measure = ({ hits, predicted }) => (predicted === 0 ? 0 : hits / predicted);
const recallOf: Measure = ({ hits, truth }) => (truth === 0 ? 0 : hits / truth);

/** Mean of precision over the classes that are in the truth or predicted; 0 for one that is never predicted. */
export const precisionMacro = (rows: Classes): number | undefined => macro(rows, precisionOf);
/** Mean of recall over the classes that are in the truth or predicted; 0 for one that no row is of. */
export const recallMacro = (rows: Classes): number | undefined => macro(rows, recallOf);
/** Mean of F1 over classes, weighted by how many rows are of each, or what they weigh. */
export const f1Weighted = (rows: Classes): number | undefined => weighted(rows, f1Of);
/** Mean of precision over classes, weighted by how many rows are of each. */
export const precisionWeighted = (rows: Classes): number | undefined => weighted(rows, precisionOf);
/** Mean of recall over classes, weighted by how many rows are of each. */
export const recallWeighted = (rows: Classes): number | undefined => weighted(rows, recallOf);

/** Cohen's kappa: agreement beyond that of chance; undefined where chance agrees always. */
export function kappa(rows: Classes): number | undefined {
  const counts = countsOfEach(rows);
  const n = counts.reduce((sum, { truth }) => sum + truth, 0);
  if (n === 0) return undefined;
  const agreed = counts.reduce((sum, { hits }) => sum + hits, 0) / n;
  const expected = counts.reduce((sum, { truth, predicted }) => sum + truth * predicted, 0) / n ** 2;
  return expected === 1 ? undefined : (agreed - expected) / (1 - expected);
}

function macro(rows: Classes, measure: Measure): number | undefined {
  const present = countsOfEach(rows).filter(({ truth, predicted }) => truth + predicted > 0);
  const sum = new Sum();
  for (const counts of present) sum.add(measure(counts));
  return present.length === 0 ? undefined : sum.value / present.length;
}

function weighted(rows: Classes, measure: Measure): number | undefined {
  const [sum, n] = [new Sum(), new Sum()];
  for (const counts of countsOfEach(rows)) {
    sum.add(measure(counts) * counts.truth);
    n.add(counts.truth);
  }
  return n.value === 0 ? undefined : sum.value / n.value;
}

function countsOfEach(rows: Classes): Counts[] {
  const cells = confusion(rows);
  return Array.from({ length: rows.count }, (_, c) => countsOf(cells, rows.count, c));
}

/** How surely row `i` is of class `c`; where only a class was predicted, 1 for that class. */
const chance = ({ chances, predicted, scores, count }: Classes, i: number, c: number): number => {
  if (chances) return at(chances, i * count + c);
  if (count === 2) return c === 1 ? at(scores, i) : 1 - at(scores, i);
  return predicted[i] === c ? 1 : 0;
};

/** Logarithmic loss of each row, its probability kept from 0 and 1 as scikit-learn does. */
export const logLosses = (rows: Classes): Float64Array =>
  Float64Array.from(rows.truth, (label, i) => {
    const { EPSILON } = Number;
    return -Math.log(Math.min(1 - EPSILON, Math.max(EPSILON, chance(rows, i, label))));
  });

/** Mean logarithmic loss of the probabilities of the true classes. */
export function logLoss(rows: Classes): number | undefined {
  return weightedMean(logLosses(rows), rows.weights ?? new Float64Array(rows.truth.length).fill(1));
}

/** Mean over classes of the area under the ROC curve of each against the rest. */
export const rocAucOvr = (rows: Classes): number | undefined => oneVersusRest(rows, () => 1);

/** {@link rocAucOvr}, weighted by how many rows are of each class. */
export const rocAucOvrWeighted = (rows: Classes): number | undefined => oneVersusRest(rows, (positives) => positives);

/** Mean over pairs of classes of the area under the ROC curve between them (Hand and Till, Machine Learning 45, 171, 2001). */
export function rocAucOvo(rows: Classes): number | undefined {
  const present = [...new Set(rows.truth)].sort((a, b) => a - b);
  const sum = new Sum();
  let pairs = 0;
  for (const [i, a] of present.entries())
    for (const b of present.slice(i + 1)) {
      const places = [...rows.truth.keys()].filter((row) => rows.truth[row] === a || rows.truth[row] === b);
      for (const positive of [a, b]) sum.add((area(rows, positive, places) ?? NaN) / 2);
      pairs++;
    }
  return pairs === 0 ? undefined : sum.value / pairs;
}

function oneVersusRest(rows: Classes, weigh: (positives: number) => number): number | undefined {
  const places = [...rows.truth.keys()];
  const [sum, weights] = [new Sum(), new Sum()];
  for (let c = 0; c < rows.count; c++) {
    const found = area(rows, c, places);
    if (found === undefined) return undefined;
    const positives = (label: number, i: number) => (label !== c ? 0 : rows.weights ? at(rows.weights, i) : 1);
    const weight = weigh(rows.truth.reduce((total, label, i) => total + positives(label, i), 0));
    sum.add(found * weight);
    weights.add(weight);
  }
  return sum.value / weights.value;
}

const area = (rows: Classes, positive: number, places: readonly number[]): number | undefined =>
  rocAuc({
    truth: Int32Array.from(places, (i) => (rows.truth[i] === positive ? 1 : 0)),
    predicted: new Int32Array(places.length),
    scores: Float64Array.from(places, (i) => chance(rows, i, positive)),
    ...(rows.weights ? { weights: Float64Array.from(places, (i) => at(rows.weights ?? [], i)) } : {}),
    count: 2,
  });
