import type { Column } from "../../contracts/types.js";
import { mae, rmse } from "../../core/metrics/regression.js";
import type { TableSource } from "../../core/sources.js";
import { formatCount, formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { formatBriefly } from "../table/number-format.js";
import { parityPairs, type ParityPair } from "../parity/parity-pairs.js";

/** How far predictions are from the truth, over the first rows of a result. */
export interface RunErrors {
  /** Rows that were looked at. */
  rows: number;
  pairs: {
    /** Rows of these that have both a prediction and a true value. */
    counted: number;
    figures: { name: string; value: number; unit?: string }[];
  }[];
}

/** Rows that travel here for it at most, and at once. */
const MOST = 100_000;
const PAGE = 10_000;

/** Computes the mean absolute and the root mean square error of each prediction whose difference to the truth is there. */
export async function runErrors(table: TableSource): Promise<RunErrors> {
  const { columns } = table.description;
  const rows = Math.min(table.description.rows, MOST);
  const pairs = parityPairs(columns).filter(({ error }) => error !== undefined);
  if (pairs.length === 0) return { rows, pairs: [] };
  const values = new Map(
    pairs.flatMap(({ truth, predicted }) => [truth, predicted]).map((name) => [name, new Float64Array(rows)]),
  );
  for (let offset = 0; offset < rows; offset += PAGE) {
    const limit = Math.min(PAGE, rows - offset);
    const page = await table.page({ columns: [...values.keys()], offset, limit, aside: true });
    for (const [name, into] of values) {
      const column = page.rows.getChild(name);
      for (let i = 0; i < page.rows.numRows; i++) into[offset + i] = Number(column?.get(i) ?? NaN);
    }
  }
  return { rows, pairs: pairs.map((pair) => errorsOf(pair, values, columns)) };
}

/** The errors in words, with the rows that they are over. */
export function errorsText({ rows, pairs }: RunErrors, of: number): string {
  const all = formatCount(of, "row");
  return pairs
    .map(({ counted, figures }) => {
      const texts = figures.map(
        ({ name, value, unit }) => `${name} ${formatBriefly(Number(value.toPrecision(3)))}${unit ? ` ${unit}` : ""}`,
      );
      const part = counted < rows ? t("%1 of %2", formatNumber(counted), all) : all;
      const over = rows < of ? t("%1 of the first %2 of %3", formatNumber(counted), formatNumber(rows), all) : part;
      return texts.length > 0 ? t("%1 over %2", texts.join(" · "), over) : all;
    })
    .join(" · ");
}

function errorsOf(
  pair: ParityPair,
  values: ReadonlyMap<string, Float64Array>,
  columns: readonly Column[],
): RunErrors["pairs"][number] {
  const of = columns.some(({ name }) => name === "error") ? "" : ` of ${pair.truth}`;
  const { unit } = columns.find(({ name }) => name === pair.predicted) ?? pair;
  const [truth, predicted] = [values.get(pair.truth), values.get(pair.predicted)];
  const finite = (array: Float64Array | undefined) =>
    array?.filter((_, i) => Number.isFinite(truth?.[i]) && Number.isFinite(predicted?.[i])) ?? new Float64Array();
  const both = { truth: finite(truth), predicted: finite(predicted) };
  const figures = [["MAE", mae(both)] as const, ["RMSE", rmse(both)] as const].flatMap(([name, value]) =>
    value === undefined ? [] : [{ name: name + of, value, ...(unit === undefined ? {} : { unit }) }],
  );
  return { counted: both.truth.length, figures };
}
