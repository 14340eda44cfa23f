import type { DataType, Vector } from "apache-arrow";
import type { Filter, Sort } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import type { TablePage, TableSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { vectorText } from "../table/format.js";
import type { FloatLayout } from "../table/number-format.js";
import { isNumeric } from "../table/column-type.js";
import type { ParityPair } from "./parity-pairs.js";

const WORST = 10;
const CONTEXT = 2;

/** The rows that are farthest off, as they are shown. */
export interface WorstRows {
  names: string[];
  rows: { text: string; number: boolean }[][];
}

/**
 * Finds the rows with the greatest errors, whatever their sign: they stand at both ends of the errors' order.
 * @param residuals - of every row of the table in its order, where they are known: then each row's number is shown
 */
export async function worstRows(
  source: TableSource,
  { truth, predicted }: ParityPair,
  error: string,
  filter: Filter | undefined,
  signal?: AbortSignal,
  residuals?: readonly number[],
): Promise<WorstRows> {
  const { columns } = source.description;
  const others = columns.filter(
    ({ name }) =>
      !name.startsWith("predicted") && !name.startsWith("error") && ![truth, predicted, error].includes(name),
  );
  const names = [...others.slice(0, CONTEXT).map(({ name }) => name), truth, predicted, error];
  const end = async (descending: boolean) => {
    const view = { ...(filter && { filter }), sort: [{ column: error, descending }] as [Sort] };
    const page = await source.page({ columns: names, offset: 0, limit: WORST, view, aside: true }, signal);
    const rows = Array.from({ length: page.rows.numRows }, (_, row) => ({
      by: Number(page.rows.getChild(error)?.get(row) ?? NaN),
      page,
      row,
    }));
    return rows.filter(({ by }) => Number.isFinite(by));
  };
  const highest = await end(true);
  const lowest = await end(false);
  // In a short table a row stands at both ends.
  const least = highest.at(-1)?.by ?? -Infinity;
  const worst = [...highest, ...lowest.filter(({ by }) => by < least)].sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
  const shown = worst.slice(0, WORST);
  const rows = shown.map(({ page, row }) => cellsOf(page, row, names, columns));
  if (!residuals) return { names, rows };
  const numbers = numbersOf(
    shown.map(({ by }) => by),
    residuals,
  );
  return {
    names: [t("row"), ...names],
    rows: rows.map((cells, i) => [{ text: formatNumber(numbers[i] ?? 0), number: true }, ...cells]),
  };
}

const THREE: FloatLayout = { decimals: 3, digits: 6 };

/** The number of the row that has each error; of rows with one error, the first is taken first. */
function numbersOf(errors: readonly number[], residuals: readonly number[]): number[] {
  const taken = new Set<number>();
  return errors.map((error) => {
    const row = residuals.findIndex((residual, at) => residual === error && !taken.has(at));
    taken.add(row);
    return row;
  });
}

function cellsOf(
  page: TablePage,
  row: number,
  names: readonly string[],
  columns: TableSource["description"]["columns"],
) {
  return names.map((name) => {
    const vector = page.rows.getChild(name) as Vector<DataType> | null;
    const number = isNumeric(columns.find((column) => column.name === name)?.type ?? "");
    return { text: vector ? vectorText(vector, row, number ? THREE : undefined).text : "", number };
  });
}
