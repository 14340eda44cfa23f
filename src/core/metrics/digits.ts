import type { FoldScores, OverallScore } from "../../contracts/types.js";
import type { Scores } from "./score.js";

type Value = number | null;

/** A score in no more significant digits than its benchmark's rules let out. */
export function limitDigits(value: Value, digits: number | undefined): Value {
  return value === null || digits === undefined ? value : Number(value.toPrecision(digits));
}

/** Scores as they leave the hub. */
export function limitScores(found: Scores, digits: number | undefined): Scores {
  if (digits === undefined) return found;
  const limit = (value: Value) => limitDigits(value, digits);
  const each = <From, To>(values: Record<string, From>, change: (value: From) => To) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
  const whole = (one: OverallScore): OverallScore => ({
    ...one,
    ...{ mean: limit(one.mean), std: limit(one.std), low: limit(one.low), high: limit(one.high) },
  });
  return {
    scores: each(found.scores, (scores: FoldScores): FoldScores => each(scores, limit)),
    overall: each(found.overall, whole),
  };
}
