import type { Column } from "../../contracts/types.js";
import { isNumeric } from "../table/column-type.js";

/** A column of numbers, what a model predicted for it, and their difference where the table holds it. */
export interface ParityPair {
  truth: string;
  predicted: string;
  error?: string;
  unit?: string;
}

const NAMED = [/^predicted[ _](.+)$/, /^prediction[ _](?:of[ _])?(.+)$/, /^(.+)[ _](?:predicted|prediction|pred)$/];

/** The pairs of a table, by the names of its columns: `gap` and `predicted gap`, `predicted_gap` or `gap_pred`. */
export function parityPairs(columns: readonly Column[]): ParityPair[] {
  const numbers = new Map(columns.filter(({ type }) => isNumeric(type)).map((column) => [column.name, column]));
  const pairs = [...numbers.keys()].flatMap((predicted): ParityPair[] => {
    const truth = NAMED.map((pattern) => pattern.exec(predicted)?.[1]).find(
      (name) => name !== undefined && numbers.has(name),
    );
    const unit = truth === undefined ? undefined : numbers.get(truth)?.unit;
    return truth === undefined ? [] : [{ truth, predicted, ...(unit === undefined ? {} : { unit }) }];
  });
  return pairs.map((pair) => {
    const error = [`error of ${pair.truth}`, ...(pairs.length === 1 ? ["error"] : [])].find((name) =>
      numbers.has(name),
    );
    return { ...pair, ...(error === undefined ? {} : { error }) };
  });
}
