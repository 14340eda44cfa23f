import { at, meanOf, Sum } from "./sums.js";

/**
 * Two-sided p of the difference between two entries on the same folds: the corrected resampled t-test, which heeds
 * that training sets overlap. Source: Nadeau and Bengio, Machine Learning 52, 239 (2003).
 *
 * @param ratio - test rows over training rows of a fold
 */
export function foldsTest(first: readonly number[], second: readonly number[], ratio: number): number | undefined {
  const n = first.length;
  if (n < 2 || second.length !== n) return undefined;
  return tTest(
    Float64Array.from(first, (score, i) => score - at(second, i)),
    1 / n + ratio,
  );
}

function tTest(differences: Float64Array, scale: number): number {
  const n = differences.length;
  const mean = meanOf(n, (i) => at(differences, i)) ?? 0;
  const squares = new Sum();
  for (const difference of differences) squares.add((difference - mean) ** 2);
  const variance = squares.value / (n - 1);
  if (variance === 0) return mean === 0 ? 1 : 0;
  return twoSidedT(mean / Math.sqrt(scale * variance), n - 1);
}

/** The chance that Student's t with `df` degrees of freedom is at least as far from 0. */
export const twoSidedT = (t: number, df: number): number => incompleteBeta(df / (df + t * t), df / 2, 0.5);

/** Regularised incomplete beta function by its continued fraction (Abramowitz and Stegun 26.5.8, evaluated after Lentz). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  const TINY = 1e-300;
  const away = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let found = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    found *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    found *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return found;
}

/** Logarithm of the gamma function for positive numbers: Stirling's series, after a shift to where it is exact. */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 15; z++) shift += Math.log(z);
  const square = 1 / (z * z);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
