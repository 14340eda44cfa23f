import { tableFromIPC, tableToIPC } from "apache-arrow";
import type {
  Column,
  ColumnCounts,
  ColumnStatistics,
  CountsRequest,
  CrossCounts,
  CrossCountsRequest,
  FindRequest,
  FindResponse,
  GroupsRequest,
  PlotRequest,
  View,
} from "../contracts/types.js";
import { countValues } from "../core/count-values.js";
import { problem } from "../core/problems.js";
import type { Groups, PageQuery, PlotData, Question, TablePage } from "../core/sources.js";
import { arrowTable, textOf, type Values } from "./arrow-columns.js";
import { ColumnValues, valuesOf } from "./column-values.js";
import { FileCounts } from "./file-counts.js";
import { columnsHolding, nextPlace, placesHolding } from "./file-find.js";
import { groupsOf } from "./file-groups.js";
import { plotOf } from "./file-plots.js";
import { rowOrder } from "./row-order.js";
import { MOST_COUNTED, type TableFile } from "./table-file.js";

/** Rows up to which whole columns are read to filter, sort, search or plot them. */
const MOST_ORDERED = 5_000_000;

/** Pages, filters, sorts, counts, searches and plots of a file. */
export class FileView {
  private order: { key: string; rows: Promise<Uint32Array> } | undefined;

  private found: { key: string; places: Promise<number[]> } | undefined;

  private readonly values: ColumnValues;

  private readonly counted: FileCounts;

  /** Of a file with more rows than `most`, the first ones are searched and plotted, and none are filtered or sorted. */
  constructor(
    private readonly file: TableFile,
    private readonly most = MOST_ORDERED,
  ) {
    this.values = new ColumnValues(file);
    this.counted = new FileCounts(file, this.values);
  }

  async page({ columns, offset, limit, view }: PageQuery): Promise<TablePage> {
    const names = columns ?? this.file.columns.map(({ name }) => name);
    const of = this.file.rows;
    const order = ordersRows(view) ? await this.orderOf(view) : undefined;
    const total = order?.length ?? of;
    const end = Math.min(total, offset + limit);
    const start = Math.min(offset, total);
    if (!order) return { rows: await this.file.read(names, start, end), offset, total, of };
    const numbers = order.slice(start, end);
    return { rows: await this.file.take(names, numbers), numbers, offset, total, of };
  }

  async histogram(column: string, view?: View): Promise<ColumnStatistics> {
    const rows = view?.filter ? await this.orderOf(view) : undefined;
    const counted = Math.min(rows?.length ?? this.file.rows, MOST_COUNTED);
    if (!rows) return countValues(column, await this.values.once(column, counted), textOf);
    // Scattered rows are picked from the whole column: to take them one by one costs far more.
    this.file.requireSmall?.([column]);
    const all = await this.values.once(column, this.file.rows);
    return countValues(
      column,
      Array.from(rows.subarray(0, counted), (row) => all[row]),
      textOf,
    );
  }

  /** @param most - rows up to which all are counted; beyond them, the first of them are */
  counts(question: Question<CountsRequest>, most = Infinity, signal?: AbortSignal): Promise<ColumnCounts> {
    return this.counted.counts(question, this.counting(most, signal));
  }

  /** @param most - as for {@link FileView.counts} */
  crossCounts(question: Question<CrossCountsRequest>, most = Infinity, signal?: AbortSignal): Promise<CrossCounts[]> {
    return this.counted.crossCounts(question, this.counting(most, signal));
  }

  /** Where in a view a text is next. */
  async find({ text, from, backwards = false, columns, view }: Question<FindRequest>): Promise<FindResponse> {
    const names = columns ?? this.file.columns.map(({ name }) => name);
    const order = ordersRows(view) ? await this.orderOf(view) : undefined;
    const key = JSON.stringify([text, names, view]);
    if (this.found?.key !== key) {
      const places = this.whole(names).then((values) => placesHolding([...values], this.looked, text, order));
      this.found = { key, places };
      places.catch(() => (this.found = undefined));
    }
    const places = await this.found.places;
    if (places.length === 0) return { id: 0, matches: 0, ...this.first };
    const place = nextPlace(places, from, backwards);
    const row = places[place] ?? 0;
    const at = order?.[row] ?? row;
    const cells = await this.file.read(names, at, at + 1);
    const held = columnsHolding(
      names.map((name) => [name, valuesOf(cells, name)]),
      text,
    );
    return { id: 0, row, place, matches: places.length, columns: held, ...this.first };
  }

  /** What a plot of a view draws, and its points where it draws points. */
  async plot(question: Question<PlotRequest>): Promise<PlotData> {
    const { by, view } = question;
    const rows = view?.filter ? await this.orderOf({ filter: view.filter }) : undefined;
    const names = [...new Set([...question.columns, ...(by === undefined ? [] : [by])])];
    const values = await this.whole(names);
    const chosen = (name: string): readonly unknown[] => {
      const all = values.get(name) ?? [];
      return rows ? Array.from(rows, (row) => all[row]) : all;
    };
    const numbers = question.columns.map((name) => Float64Array.from(chosen(name), numberOf));
    const classes =
      by === undefined ? undefined : chosen(by).map((value) => (isMissing(value) ? "missing" : textOf(value)));
    const plot = plotOf(question, numbers, classes);
    const { points } = plot;
    const response = { ...plot.response, ...(this.first.first !== undefined && { of: this.file.rows, ...this.first }) };
    if (!points) return { id: 0, ...response };
    const drawn: Column[] = question.columns.map((name) => ({ name, type: "double" }));
    const drawnValues = new Map<string, unknown[]>(
      question.columns.map((name, i) => [name, points.map((row) => missingAsNull(numbers[i]?.[row]))]),
    );
    // A column of numbers may be the classes too.
    if (by !== undefined && classes && !drawnValues.has(by)) {
      drawn.push({ name: by, type: "string" });
      const texts = chosen(by);
      drawnValues.set(
        by,
        points.map((row) => (isMissing(texts[row]) ? null : classes[row])),
      );
    }
    return { id: 0, ...response, points: arrowTable(drawn, drawnValues) };
  }

  /** How many rows of a view each value of a column has, and what other columns are among them. */
  async groups({ by, columns = [], view, limit = 1000 }: Question<GroupsRequest>): Promise<Groups> {
    const rows = view?.filter ? await this.orderOf({ filter: view.filter }) : undefined;
    const values = await this.whole([...new Set([by, ...columns])], "stored");
    return { ...(await groupsOf(this.file, values, { by, columns, rows, limit })), ...this.first };
  }

  /** Rows that are searched and plotted. */
  private get looked(): number {
    return Math.min(this.file.rows, this.most);
  }

  private get first(): { first?: number } {
    return this.looked < this.file.rows ? { first: this.looked } : {};
  }

  private counting(most: number, signal: AbortSignal | undefined): { rows: number; signal: AbortSignal | undefined } {
    const { rows } = this.file;
    if (rows > this.most) throw tooManyRows();
    return { rows: Math.min(rows, most), signal };
  }

  private async whole(
    names: readonly string[],
    form: "values" | "stored" = "values",
  ): Promise<Map<string, readonly unknown[]>> {
    const rows = this.looked;
    this.file.requireSmall?.(names, rows);
    return new Map(
      await Promise.all(names.map(async (name) => [name, await this.values.get(name, rows, form)] as const)),
    );
  }

  private orderOf(view: View): Promise<Uint32Array> {
    const { rows } = this.file;
    if (rows > this.most) throw tooManyRows();
    const key = JSON.stringify(view);
    if (this.order?.key !== key) {
      const found = rowOrder(view, this.file, async (names) => this.whole(names, "stored") satisfies Promise<Values>);
      this.order = { key, rows: found };
      found.catch(() => (this.order = undefined));
    }
    return this.order.rows;
  }
}

const ordersRows = (view: View | undefined): view is View =>
  view !== undefined && (view.filter !== undefined || (view.sort?.length ?? 0) > 0);

const tooManyRows = (): Error =>
  problem(
    "invalid-request",
    "This file has too many rows to be filtered or sorted without a kernel; open it in a notebook.",
  );

const isMissing = (value: unknown): boolean => value === null || value === undefined;
const numberOf = (value: unknown): number => (isMissing(value) ? NaN : Number(value));
const missingAsNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

/** A plot as bytes that can be given away. */
export function plotToBytes({ points, ...plot }: PlotData): Omit<PlotData, "points"> & { bytes?: Uint8Array } {
  return points ? { ...plot, bytes: tableToIPC(points, "stream") } : plot;
}

/** The plot that {@link plotToBytes} made bytes of. */
export function plotFromBytes({ bytes, ...plot }: ReturnType<typeof plotToBytes>): PlotData {
  return bytes ? { ...plot, points: tableFromIPC(bytes) } : plot;
}

/** Groups as bytes that can be given away. */
export function groupsToBytes({ table, ...groups }: Groups): Omit<Groups, "table"> & { bytes: Uint8Array } {
  return { ...groups, bytes: tableToIPC(table, "stream") };
}

/** The groups that {@link groupsToBytes} made bytes of. */
export function groupsFromBytes({ bytes, ...groups }: ReturnType<typeof groupsToBytes>): Groups {
  return { ...groups, table: tableFromIPC(bytes) };
}

/** A page as bytes that can be given away. */
export function pageToBytes({ rows, ...page }: TablePage): Omit<TablePage, "rows"> & { bytes: Uint8Array } {
  return { ...page, bytes: tableToIPC(rows, "stream") };
}

/** The page that {@link pageToBytes} made bytes of. */
export function pageFromBytes({ bytes, ...page }: ReturnType<typeof pageToBytes>): TablePage {
  return { ...page, rows: tableFromIPC(bytes) };
}
