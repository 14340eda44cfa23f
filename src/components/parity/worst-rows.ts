import type { DataType, Vector } from "apache-arrow";
import type { Filter, Sort } from "../../contracts/types.js";
import type { TablePage, TableSource } from "../../core/sources.js";
import { vectorText } from "../table/format.js";
import { isNumeric } from "../table/column-type.js";
import type { ParityPair } from "./parity-pairs.js";

const WORST = 10;
const CONTEXT = 2;

/** The rows that are farthest off, as they are shown. */
export interface WorstRows {
  names: string[];
  rows: { text: string; number: boolean }[][];
}

/** Finds the rows with the greatest errors, whatever their sign: they stand at both ends of the errors' order. */
export async function worstRows(
  source: TableSource,
  { truth, predicted }: ParityPair,
  error: string,
  filter: Filter | undefined,
  signal?: AbortSignal,
): Promise<WorstRows> {
  const { columns } = source.description;
  const others = columns.filter(({ name }) => !name.startsWith("predicted") && !name.startsWith("error") && ![truth, predicted, error].includes(name));
  const names = [...others.slice(0, CONTEXT).map(({ name }) => name), truth, predicted, error];
  const end = async (descending: boolean) => {
    const view = { ...(filter && { filter }), sort: [{ column: error, descending }] as [Sort] };
    const page = await source.page({ columns: names, offset: 0, limit: WORST, view }, signal);
    const rows = Array.from({ length: page.rows.numRows }, (_, row) => ({ by: Number(page.rows.getChild(error)?.get(row) ?? NaN), page, row }));
    return rows.filter(({ by }) => Number.isFinite(by));
  };
  const highest = await end(true);
  const lowest = await end(false);
  // In a short table a row stands at both ends.
  const least = highest.at(-1)?.by ?? -Infinity;
  const worst = [...highest, ...lowest.filter(({ by }) => by < least)].sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
  return { names, rows: worst.slice(0, WORST).map(({ page, row }) => cellsOf(page, row, names, columns)) };
}

function cellsOf(page: TablePage, row: number, names: readonly string[], columns: TableSource["description"]["columns"]) {
  return names.map((name) => {
    const vector = page.rows.getChild(name) as Vector<DataType> | null;
    const number = isNumeric(columns.find((column) => column.name === name)?.type ?? "");
    return { text: vector ? vectorText(vector, row, number ? 3 : undefined).text : "", number };
  });
}
