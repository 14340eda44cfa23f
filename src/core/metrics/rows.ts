import type { ClassLabel } from "../../contracts/types.js";
import { problem } from "../problems.js";
import { textsOf, type Aligned, type Ids } from "./align.js";
import type { Rows } from "./metric.js";

/** What is predicted: numbers, or one of these classes. */
export interface Target {
  task: Rows["task"];
  classes?: readonly ClassLabel[];
}

/** Labels of a fold, as they are scored: numbers, or positions in the list of classes; and how much each row weighs. */
export type Truth = { weights?: Float64Array } & (
  | { task: "regression"; values: Float64Array }
  | { task: "classification"; values: Int32Array; classes: readonly ClassLabel[] }
);

const LONGEST_SHOWN = 60;

/**
 * Labels of a fold as arrays. Labels are never in a sentence: they may be hidden ones.
 * @throws FoundryProblem for a label that is not a finite number, or not one of the classes
 */
export function truthValues(
  { task, classes = [] }: Target,
  labels: readonly ClassLabel[],
  fold: string,
  weights?: readonly number[],
): Truth {
  const weighed = weights ? { weights: Float64Array.from(weights) } : {};
  if (task === "regression") {
    if (!labels.every((value) => typeof value === "number" && Number.isFinite(value)))
      throw problem("invalid-manifest", `A label of '${fold}' is not a finite number.`);
    return { task, values: Float64Array.from(labels as number[]), ...weighed };
  }
  const positions = positionsOf(classes);
  const values = Int32Array.from(labels, (value) => positions.get(value) ?? -1);
  if (values.includes(-1))
    throw problem("invalid-manifest", `A label of '${fold}' is not one of the benchmark's classes.`);
  return { task, values, classes, ...weighed };
}

/**
 * Truth and predictions of a fold as arrays to score.
 * @param ids - the rows' ids, for the sentence that refuses a value
 * @throws FoundryProblem for a prediction that is not a finite number, or not one of the classes, or an uncertainty that
 *   is not a positive number
 */
export function rowsOf(truth: Truth, { values: predicted, uncertainties }: Aligned, ids: Ids, fold: string): Rows {
  const weighed = truth.weights ? { weights: truth.weights } : {};
  if (truth.task === "regression") {
    const deviations = uncertainties ? { deviations: standardDeviations(uncertainties, ids, fold) } : {};
    const rows = { truth: truth.values, predicted: numbers(predicted, ids, fold) };
    return { task: "regression", ...rows, ...weighed, ...deviations };
  }
  if (uncertainties)
    throw problem(
      "invalid-predictions",
      `'${fold}' has uncertainties, and its predictions are classes: give probabilities by class instead.`,
    );
  const { values, classes } = truth;
  const rows = { task: "classification", truth: values, count: classes.length, ...weighed } as const;
  if (Array.prototype.some.call(predicted, (value) => typeof value === "object" && value !== null)) {
    const chances = chancesOf(classes, predicted, ids, fold);
    const width = classes.length;
    const best = Int32Array.from(values, (_, i) => {
      const own = chances.subarray(i * width, (i + 1) * width);
      return own.indexOf(own.reduce((a, b) => Math.max(a, b)));
    });
    return {
      ...rows,
      predicted: best,
      scores: Float64Array.from(values, (_, i) => chances[i * width + width - 1] ?? NaN),
      chances,
    };
  }
  if (isProbability(classes, predicted)) {
    const scores = Float64Array.from(predicted);
    const wrong = scores.findIndex((value) => !(value >= 0 && value <= 1));
    if (wrong >= 0)
      throw refused(
        predicted[wrong],
        `a probability of ${shown(classes[1])} between 0 and 1, or a class`,
        textsOf(ids)[wrong],
        fold,
      );
    return { ...rows, predicted: Int32Array.from(scores, (score) => (score > 0.5 ? 1 : 0)), scores };
  }
  const positions = positionsOf(classes);
  if (classes.length === 2 && classes.includes(0) && classes.includes(1))
    for (const truth of [false, true]) positions.set(truth, classes.indexOf(Number(truth)));
  const places = Int32Array.from(predicted, (value, i) => {
    const place = positions.get(value);
    if (place === undefined)
      throw refused(value, `one of ${classes.slice(0, 10).map(shown).join(", ")}`, textsOf(ids)[i], fold);
    return place;
  });
  return { ...rows, predicted: places, scores: Float64Array.from(places) };
}

/** How far probabilities of a row may be from a sum of 1, as those of float32 numbers are. */
const SUM_TOLERANCE = 1e-5;

/** Probabilities by class, given as lists in the order of the classes or as objects by class. */
function chancesOf(
  classes: readonly ClassLabel[],
  predicted: ArrayLike<unknown>,
  ids: Ids,
  fold: string,
): Float64Array {
  const width = classes.length;
  const names = classes.map(String);
  const wanted = `a probability for each of the classes ${names.slice(0, 10).join(", ")}, with a sum of 1`;
  const chances = new Float64Array(predicted.length * width);
  for (let i = 0; i < predicted.length; i++) {
    const value = predicted[i];
    const own: unknown[] = Array.isArray(value) ? value : byClass(names, value);
    const fits = own.length === width && own.every((one) => typeof one === "number" && one >= 0 && one <= 1);
    const sum = fits ? (own as number[]).reduce((a, b) => a + b, 0) : NaN;
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) throw refused(value, wanted, textsOf(ids)[i], fold);
    chances.set(own as number[], i * width);
  }
  return chances;
}

function byClass(names: readonly string[], value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  const given = new Map<string, unknown>(Object.entries(value));
  return given.size === names.length ? names.map((name) => given.get(name)) : [];
}

const positionsOf = (classes: readonly ClassLabel[]) =>
  new Map<unknown, number>(classes.map((label, position) => [label, position]));

function numbers(values: ArrayLike<unknown>, ids: Ids, fold: string): Float64Array {
  const finite = values instanceof Float64Array ? values : new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== "number" || !Number.isFinite(value))
      throw refused(value, "a finite number", textsOf(ids)[i], fold);
    finite[i] = value;
  }
  return finite;
}

/** Standard deviations: positive numbers, in the order of the rows. */
function standardDeviations(values: ArrayLike<unknown>, ids: Ids, fold: string): Float64Array {
  return Float64Array.from(values, (value, i) => {
    if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
    const detail = `The uncertainty of row '${textsOf(ids)[i] ?? ""}' in '${fold}' is ${shown(value)}, but must be a standard deviation above 0.`;
    throw problem("invalid-predictions", detail, { pointer: `/folds/${fold}/uncertainties` });
  });
}

/** Of two classes, numbers that are not classes themselves are how probable the last one is. */
function isProbability(known: readonly ClassLabel[], predicted: ArrayLike<unknown>): predicted is ArrayLike<number> {
  if (known.length !== 2 || !Array.prototype.every.call(predicted, (value) => typeof value === "number")) return false;
  return known.every((label) => typeof label !== "number") || (known[0] === 0 && known[1] === 1);
}

function refused(value: unknown, wanted: string, id: string | undefined, fold: string) {
  const detail = `The prediction for row '${id ?? ""}' in '${fold}' is ${shown(value)}, but must be ${wanted}.`;
  return problem("invalid-predictions", detail, { pointer: `/folds/${fold}/values` });
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "missing (NaN, infinite or null)";
  if (typeof value === "number" && !Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : "infinite";
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
