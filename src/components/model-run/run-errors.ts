import { mae, rmse } from "../../core/metrics/regression.js";
import type { TableSource } from "../../core/sources.js";
import { parityPairs, type ParityPair } from "../parity/parity-pairs.js";

/** How far predictions are from the truth, over the first rows of a result. */
export interface RunErrors {
  rows: number;
  figures: { name: string; value: number; unit?: string }[];
}

/** Rows that travel here for it at most, and at once. */
const MOST = 100_000;
const PAGE = 10_000;

/** Computes the mean absolute and the root mean square error of each prediction whose difference to the truth is there. */
export async function runErrors(table: TableSource): Promise<RunErrors> {
  const { columns } = table.description;
  const rows = Math.min(table.description.rows, MOST);
  const pairs = parityPairs(columns).filter(({ error }) => error !== undefined);
  if (pairs.length === 0) return { rows, figures: [] };
  const values = new Map(
    pairs.flatMap(({ truth, predicted }) => [truth, predicted]).map((name) => [name, new Float64Array(rows)]),
  );
  for (let offset = 0; offset < rows; offset += PAGE) {
    const page = await table.page({ columns: [...values.keys()], offset, limit: Math.min(PAGE, rows - offset) });
    for (const [name, into] of values) {
      const column = page.rows.getChild(name);
      for (let i = 0; i < page.rows.numRows; i++) into[offset + i] = Number(column?.get(i) ?? NaN);
    }
  }
  const of = ({ truth }: ParityPair) => (columns.some(({ name }) => name === "error") ? "" : ` of ${truth}`);
  const figures = pairs.flatMap((pair) => {
    const { unit } = columns.find(({ name }) => name === pair.predicted) ?? pair;
    const [truth, predicted] = [values.get(pair.truth), values.get(pair.predicted)];
    const finite = (array: Float64Array | undefined) =>
      array?.filter((_, i) => Number.isFinite(truth?.[i]) && Number.isFinite(predicted?.[i])) ?? new Float64Array();
    const both = { truth: finite(truth), predicted: finite(predicted) };
    return [["MAE", mae(both)] as const, ["RMSE", rmse(both)] as const].flatMap(([name, value]) =>
      value === undefined ? [] : [{ name: name + of(pair), value, ...(unit === undefined ? {} : { unit }) }],
    );
  });
  return { rows, figures };
}
