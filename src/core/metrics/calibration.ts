import type { Numbers } from "./regression.js";
import { at, meanOf, Sum } from "./sums.js";

/** Predictions that are normal distributions: a mean and a standard deviation for each row. */
export type Uncertain = Numbers & { deviations: Float64Array };

export const isUncertain = (rows: Numbers): rows is Uncertain => rows.deviations !== undefined && rows.truth.length > 0;

/** How many shares of rows, from none to all, {@link miscalibrationArea} looks at. */
const SHARES = 100;

/** Distance of each truth from its prediction, in standard deviations. */
const standardErrors = ({ truth, predicted, deviations }: Uncertain): Float64Array =>
  truth.map((value, i) => (value - at(predicted, i)) / at(deviations, i));

/** Negative logarithm of the normal density of each truth. */
export const logDensities = (rows: Uncertain): Float64Array =>
  standardErrors(rows).map((z, i) => z ** 2 / 2 + Math.log(at(rows.deviations, i)) + Math.log(2 * Math.PI) / 2);

/** Mean negative logarithm of the likelihood (uncertainty-toolbox's `nll_gaussian`). */
export const nll = (rows: Uncertain): number => mean(logDensities(rows));

/**
 * Continuous ranked probability score of each normal distribution.
 * Source: Gneiting and Raftery, JASA 102, 359 (2007), equation 21.
 */
export const rankedScores = (rows: Uncertain): Float64Array =>
  standardErrors(rows).map((z, i) => {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    return at(rows.deviations, i) * (z * erf(z / Math.SQRT2) + 2 * density - 1 / Math.sqrt(Math.PI));
  });

/** Mean of {@link rankedScores} (uncertainty-toolbox's `crps_gaussian`), in the unit of the target. */
export const crps = (rows: Uncertain): number => mean(rankedScores(rows));

/** How far the share of truths in the central interval that should hold `level` of them is from it. */
export const coverageError =
  (level: number) =>
  (rows: Uncertain): number =>
    Math.abs(mean(centralShares(rows).map((share) => (share <= level ? 1 : 0))) - level);

/**
 * Area between the diagonal and the share of truths in each central interval over the share that should be there.
 * Source: Chung et al., Uncertainty Toolbox, arXiv:2109.10254 (`miscalibration_area`, 100 shares).
 */
export function miscalibrationArea(rows: Uncertain): number {
  const shares = centralShares(rows).sort();
  const area = new Sum();
  let [inside, before] = [0, 0];
  for (let i = 0; i < SHARES; i++) {
    const expected = i / (SHARES - 1);
    while (inside < shares.length && at(shares, inside) <= expected) inside++;
    const apart = inside / shares.length - expected;
    if (i > 0) area.add(between(before, apart) / (SHARES - 1));
    before = apart;
  }
  return area.value;
}

/** Mean height of the area between 0 and a line from one height to another, which may cross it. */
const between = (a: number, b: number): number =>
  a * b >= 0 ? Math.abs(a + b) / 2 : (a * a + b * b) / (2 * (Math.abs(a) + Math.abs(b)));

/** The share that the smallest central interval should hold in which each truth lies. */
const centralShares = (rows: Uncertain): Float64Array => standardErrors(rows).map((z) => erf(Math.abs(z) / Math.SQRT2));

const mean = (values: Float64Array): number => meanOf(values.length, (i) => at(values, i)) ?? NaN;

/** The error function by its series of positive terms (Abramowitz and Stegun 7.1.6). */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) sum += term *= (2 * x * x) / (2 * n + 1);
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
