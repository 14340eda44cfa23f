import type { ClassLabel } from "../../contracts/types.js";
import { problem } from "../problems.js";
import type { Rows } from "./metric.js";

/** What is predicted: numbers, or one of these classes. */
export interface Target {
  task: Rows["task"];
  classes?: readonly ClassLabel[];
}

const LONGEST_SHOWN = 60;

/**
 * Truth and predictions of a fold as arrays to score.
 * @param ids - the rows' ids, for the sentence that refuses a value
 * @throws FoundryProblem for a prediction that is no finite number, or none of the classes
 */
export function rowsOf(
  target: Target,
  truth: readonly ClassLabel[],
  predicted: readonly unknown[],
  ids: readonly string[],
  fold: string,
): Rows {
  return target.task === "regression"
    ? { task: "regression", truth: trueNumbers(truth, fold), predicted: numbers(predicted, ids, fold) }
    : classes(target.classes ?? [], truth, predicted, ids, fold);
}

/** Labels are never in a sentence: they may be hidden ones. */
function trueNumbers(values: readonly ClassLabel[], fold: string): Float64Array {
  if (!values.every((value) => typeof value === "number" && Number.isFinite(value)))
    throw problem("invalid-manifest", `A label of '${fold}' is no finite number.`);
  return Float64Array.from(values as number[]);
}

function numbers(values: readonly unknown[], ids: readonly string[], fold: string): Float64Array {
  const found = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== "number" || !Number.isFinite(value)) throw refused(value, "a finite number", ids[i], fold);
    found[i] = value;
  }
  return found;
}

function classes(
  known: readonly ClassLabel[],
  truth: readonly ClassLabel[],
  predicted: readonly unknown[],
  ids: readonly string[],
  fold: string,
): Rows {
  const positions = new Map<unknown, number>(known.map((label, position) => [label, position]));
  const place = (value: unknown, i: number): number => {
    const found = positions.get(value);
    if (found === undefined) throw refused(value, `one of ${known.slice(0, 10).map(shown).join(", ")}`, ids[i], fold);
    return found;
  };
  const labels = Int32Array.from(truth, (value) => positions.get(value) ?? -1);
  if (labels.includes(-1))
    throw problem("invalid-manifest", `A label of '${fold}' is none of the benchmark's classes.`);
  if (isProbability(known, predicted)) {
    const scores = Float64Array.from(predicted as number[]);
    for (let i = 0; i < scores.length; i++) {
      const value = scores[i] ?? NaN;
      if (!(value >= 0 && value <= 1))
        throw refused(predicted[i], `a probability of ${shown(known[1])} between 0 and 1, or a class`, ids[i], fold);
    }
    return {
      task: "classification",
      truth: labels,
      predicted: Int32Array.from(scores, (score) => (score > 0.5 ? 1 : 0)),
      scores,
      count: known.length,
    };
  }
  const found = Int32Array.from(predicted, place);
  return {
    task: "classification",
    truth: labels,
    predicted: found,
    scores: Float64Array.from(found),
    count: known.length,
  };
}

/** Of two classes, numbers that are not classes themselves are how probable the last one is. */
function isProbability(known: readonly ClassLabel[], predicted: readonly unknown[]): boolean {
  if (known.length !== 2 || !predicted.every((value) => typeof value === "number")) return false;
  return known.every((label) => typeof label !== "number") || (known[0] === 0 && known[1] === 1);
}

function refused(value: unknown, wanted: string, id: string | undefined, fold: string) {
  const detail = `The prediction for row '${id ?? ""}' in '${fold}' is ${shown(value)}, but must be ${wanted}.`;
  return problem("invalid-predictions", detail, { pointer: `/folds/${fold}/values` });
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "missing (NaN, infinite or null)";
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
