import { nearest } from "../nearest.js";
import { problem } from "../problems.js";

/** Ids that need not be texts all the time. */
export interface RowIds {
  readonly length: number;
  texts(): readonly string[];
}

/** Ids of rows, in order. */
export type Ids = RowIds | readonly string[];

/** Ids of the test rows of each fold, in order. */
export type FoldIds = ReadonlyMap<string, Ids>;

/** Ids of a column that need not become texts where they are the expected ones. */
export interface IdColumn extends RowIds {
  equals(ids: Ids): boolean;
}

/** Predictions of a fold in the order of its rows, and their standard deviations where they were given. */
export interface Aligned {
  values: ArrayLike<unknown>;
  uncertainties?: ArrayLike<unknown>;
}

/** Predictions of a fold as they come: ids and, in the same order, values. */
export interface FoldColumns extends Aligned {
  ids: readonly unknown[] | IdColumn;
}

const SHOWN = 3;

/**
 * Predictions in the order of each fold's rows.
 * @throws FoundryProblem when a fold or row is missing, doubled, or not of the benchmark
 */
export function alignFolds(expected: FoldIds, given: Readonly<Record<string, FoldColumns>>): Map<string, Aligned> {
  const names = Object.keys(given);
  const unknown = names.find((name) => !expected.has(name));
  if (unknown !== undefined)
    throw refusal(
      `The benchmark has no fold '${unknown}'; its folds are ${list([...expected.keys()])}.`,
      nearest(unknown, [...expected.keys()]),
    );
  const missing = [...expected.keys()].filter((name) => !Object.hasOwn(given, name));
  if (missing.length > 0)
    throw refusal(`Predictions for ${missing.length} of ${expected.size} folds are missing: ${list(missing)}.`);
  return new Map(
    [...expected].map(([name, ids]) => [name, alignFold(expected, name, ids, given[name] ?? { ids: [], values: [] })]),
  );
}

function alignFold(
  expected: FoldIds,
  fold: string,
  rows: Ids,
  { ids: given, values, uncertainties }: FoldColumns,
): Aligned {
  if (given.length !== values.length)
    throw refusal(
      `'${fold}' has ${given.length} ids and ${values.length} predictions; give one prediction for each id.`,
    );
  if (uncertainties && uncertainties.length !== values.length)
    throw refusal(
      `'${fold}' has ${values.length} predictions and ${uncertainties.length} uncertainties; give one for each, or none.`,
    );
  const asGiven = { values, ...(uncertainties ? { uncertainties } : {}) };
  if ("equals" in given && given.equals(rows)) return asGiven;
  const ids = textsOf(rows);
  const texts = "equals" in given ? given.texts() : given.map(idText);
  if (texts.length === ids.length && texts.every((id, i) => id === ids[i])) return asGiven;
  const places = new Map(ids.map((id, place) => [id, place]));
  const sources = new Uint32Array(ids.length);
  const seen = new Uint8Array(ids.length);
  for (const [i, id] of texts.entries()) {
    const place = places.get(id);
    if (place === undefined) throw wrongRow(expected, fold, id);
    if (seen[place]) throw refusal(`'${fold}' has two predictions for the row '${id}'; give one for each row.`);
    seen[place] = 1;
    sources[place] = i;
  }
  const lacking = ids.filter((_, place) => !seen[place]);
  if (lacking.length > 0)
    throw refusal(`'${fold}' lacks predictions for ${lacking.length} of its ${ids.length} rows: ${list(lacking)}.`);
  const inOrder = (column: ArrayLike<unknown>) => Array.from(sources, (i) => column[i]);
  return { values: inOrder(values), ...(uncertainties ? { uncertainties: inOrder(uncertainties) } : {}) };
}

/** Ids as texts. */
export const textsOf = (ids: Ids): readonly string[] => ("texts" in ids ? ids.texts() : ids);

const idText = (id: unknown): string => (typeof id === "string" ? id : JSON.stringify(id));

function wrongRow(expected: FoldIds, fold: string, id: string) {
  const home = [...expected].find(([, ids]) => textsOf(ids).includes(id))?.[0];
  const where = home === undefined ? "it is a test row of no fold" : `it is a test row of '${home}'`;
  return refusal(`The row ${JSON.stringify(id.slice(0, 100))} is not among the test rows of '${fold}': ${where}.`);
}

const list = (names: readonly string[]): string =>
  names
    .slice(0, SHOWN)
    .map((name) => `'${name}'`)
    .join(", ") + (names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "");

const refusal = (detail: string, suggestions: string[] = []) => problem("invalid-predictions", detail, { suggestions });
