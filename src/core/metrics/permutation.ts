import { formatNumber } from "../quantities.js";
import { draw, mix } from "./draws.js";
import type { Metric, Rows } from "./metric.js";
import { exchange, takeRows } from "./samples.js";
import { at, ranks, Sum } from "./sums.js";

/** A two-sided p, and how it came about in words. */
export interface PermutationTest {
  p: number;
  method: string;
}

/** Exchanges are tried one by one where there are no more of them than that. */
const MOST_EXACT = 8_192;
const FEWEST = 999;
/** Draws at most, and draws times rows, about: where scores are sums of losses, and where each draw is scored anew. */
const LOSSES = { most: 9_999, budget: 2_000_000 };
const SCORES = { most: 1_999, budget: 1_000_000 };
const MOST_GROUPS = 5_000;
const MOST_ROWS = 3_000;
/** Drawing stops when so many exchanges differed as much: p is no small one then. */
const ENOUGH = 100;
/** Sums of the same terms in another order differ by less. */
const ROUNDING = 1e-12;
const PAUSE = 200_000;

/**
 * Tests whether two entries differ by more than if it did not matter which of them made which prediction: the score's
 * difference is compared with that after exchanging their predictions of some rows, of all exchanges where they are few
 * (SciPy's `permutation_test` of paired samples), else of draws that depend on nothing but their position.
 * Sources: Pitman, Supplement to the JRSS 4, 119 (1937); stopping early: Besag and Clifford, Biometrika 78, 301 (1991).
 *
 * @param pause - waited for now and then, so that whoever tests can do something else
 * @returns undefined where the metric is not defined on one of the two
 */
export async function permutationTest(
  metric: Metric,
  first: Rows,
  second: Rows,
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<PermutationTest | undefined> {
  if (first.truth.length === 0 || first.truth.length !== second.truth.length) return undefined;
  if (metric.compute(first) === undefined || metric.compute(second) === undefined) return undefined;
  return metric.losses
    ? bySums(metric.losses(first), metric.losses(second), pause)
    : byScores(metric, first, second, pause);
}

async function bySums(first: Float64Array, second: Float64Array, pause: () => Promise<void>): Promise<PermutationTest> {
  const differences = first.map((loss, i) => loss - at(second, i)).filter((difference) => difference !== 0);
  const grouped = differences.length > MOST_GROUPS;
  const parts = grouped ? groupSums(differences) : differences;
  const size = sumOf(parts.map(Math.abs));
  const observed = Math.abs(sumOf(parts)) - ROUNDING * size;
  const found = await chance(parts.length, LOSSES, pause, (exchanged) => {
    let sum = 0;
    for (let i = 0; i < parts.length; i++) sum += exchanged[i] === 1 ? -at(parts, i) : at(parts, i);
    return Math.abs(sum) >= observed;
  });
  return { ...found, method: found.method + (grouped ? `, all rows in ${formatNumber(MOST_GROUPS)} groups` : "") };
}

function groupSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(MOST_GROUPS);
  for (let i = 0; i < values.length; i++) {
    // Neighbours are often alike, so groups are dealt.
    const group = i % MOST_GROUPS;
    sums[group] = at(sums, group) + at(values, i);
  }
  return sums;
}

async function byScores(
  metric: Metric,
  first: Rows,
  second: Rows,
  pause: () => Promise<void>,
): Promise<PermutationTest | undefined> {
  const all = first.truth.length;
  const notes: string[] = [];
  if (all > MOST_ROWS) {
    const places = drawn(all);
    [first, second] = [takeRows(first, places), takeRows(second, places)];
    notes.push(`${formatNumber(MOST_ROWS)} rows drawn of ${formatNumber(all)}`);
  }
  if (metric.ofOrder) {
    [first, second] = [ranked(first), ranked(second)];
    notes.push("as ranks");
  }
  const [own, other] = [metric.compute(first), metric.compute(second)];
  if (own === undefined || other === undefined) return undefined;
  const observed = Math.abs(own - other) - ROUNDING * Math.max(Math.abs(own), Math.abs(other));
  const differing = Uint32Array.from(first.truth.keys()).filter((i) => differs(first, second, i));
  const whole = new Uint8Array(first.truth.length);
  const found = await chance(differing.length, SCORES, pause, (exchanged) => {
    for (let i = 0; i < differing.length; i++) whole[differing[i] ?? 0] = exchanged[i] ?? 0;
    const [a, b] = exchange(first, second, whole).map((rows) => metric.compute(rows));
    // An exchange that has no score speaks for nothing, so it does not make the difference seem rare.
    return a === undefined || b === undefined || Math.abs(a - b) >= observed;
  });
  return { ...found, method: [found.method, ...notes].join(", ") };
}

/** Rows spread over all of them, one from each stretch. */
function drawn(rows: number): Uint32Array {
  const step = rows / MOST_ROWS;
  return Uint32Array.from({ length: MOST_ROWS }, (_, i) => Math.floor((i + draw(0, i)) * step));
}

function ranked(rows: Rows): Rows {
  if (rows.task === "regression") return { ...rows, predicted: ranks(rows.predicted) };
  return { ...rows, scores: ranks(rows.scores) };
}

function differs(first: Rows, second: Rows, i: number): boolean {
  if (first.predicted[i] !== second.predicted[i]) return true;
  if (first.task === "regression" && second.task === "regression")
    return first.deviations?.[i] !== second.deviations?.[i];
  if (first.task !== "classification" || second.task !== "classification") return false;
  if (first.scores[i] !== second.scores[i]) return true;
  const { chances, count } = first;
  if (!chances || !second.chances) return chances !== second.chances;
  const theirs = second.chances;
  return chances.subarray(i * count, (i + 1) * count).some((value, c) => value !== theirs[i * count + c]);
}

/** How probable it is that an exchange of any of `n` pairs is `asFar`. */
async function chance(
  n: number,
  { most, budget }: { most: number; budget: number },
  pause: () => Promise<void>,
  asFar: (exchanged: Uint8Array) => boolean,
): Promise<PermutationTest> {
  const exchanged = new Uint8Array(n);
  const whole = 2 ** n;
  const exact = whole <= MOST_EXACT;
  const tries = exact ? whole : Math.min(most, Math.max(FEWEST, Math.floor(budget / n)));
  let far = 0;
  let tried = 0;
  let work = 0;
  while (tried < tries && (exact || far < ENOUGH)) {
    const key = mix(tried + 1);
    for (let i = 0; i < n; i++) exchanged[i] = exact ? (tried >> i) & 1 : draw(key, i) < 0.5 ? 0 : 1;
    if (asFar(exchanged)) far++;
    tried++;
    work += n;
    if (work > PAUSE) {
      work = 0;
      await pause();
    }
  }
  if (n === 0) return { p: 1, method: "no row differs" };
  if (exact) return { p: far / whole, method: `all ${formatNumber(whole)} exchanges of predictions` };
  const p = far >= ENOUGH ? far / tried : (far + 1) / (tried + 1);
  return { p, method: `${formatNumber(tried)} random exchanges of predictions, the same each time` };
}

function sumOf(values: Float64Array): number {
  const sum = new Sum();
  for (const value of values) sum.add(value);
  return sum.value;
}
