import { asyncBufferFromUrl, cachedAsyncBuffer, parquetMetadataAsync, parquetReadObjects, type AsyncBuffer, type FileMetaData } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { PreviewSource } from "../components/preview/preview-source.js";
import type { Column, ColumnStatistics, Statistics, View } from "../contracts/types.js";
import { validateStatistics } from "../contracts/validators.js";
import { problem } from "../core/problems.js";
import type { PageQuery, TableDescription, TablePage } from "../core/sources.js";
import { arrowTable, textOf, type Values } from "./arrow-columns.js";
import { rowOrder } from "./row-order.js";

/** Files up to this many bytes are read as a whole to filter or sort them. */
const LARGEST_WHOLE = 64 * 1024 * 1024;

/** A split as its page describes it. */
export interface SplitFile {
  name: string;
  rows: number;
  bytes: number;
  url: string;
}

/** A dataset as its page describes it. */
export interface SiteDataset {
  title: string;
  columns: Column[];
  splits: SplitFile[];
  statistics?: Statistics | undefined;
}

/** A split's Parquet file, read by ranges in the browser: only the rows that are looked at are fetched. */
export class ParquetSource implements PreviewSource {
  readonly description: TableDescription;
  private opened: Promise<{ file: AsyncBuffer; metadata: FileMetaData }> | undefined;
  private order: { key: string; rows: Promise<Uint32Array> } | undefined;

  constructor(
    private readonly dataset: SiteDataset,
    private readonly split: SplitFile,
  ) {
    const counted = dataset.statistics?.splits.find((each) => each.split === split.name)?.columns;
    this.description = {
      ...{ title: dataset.title, split: split.name, columns: dataset.columns, rows: split.rows },
      splits: dataset.splits.map(({ name, rows }) => ({ name, rows })),
      ...(counted ? { statistics: counted } : {}),
    };
  }

  async page({ columns, offset, limit, view }: PageQuery): Promise<TablePage> {
    const names = columns ?? this.dataset.columns.map(({ name }) => name);
    const of = this.split.rows;
    const order = view && (view.filter ?? view.sort?.length) ? await this.orderOf(view) : undefined;
    const total = order?.length ?? of;
    const end = Math.min(total, offset + limit);
    const records = order
      ? await this.take(names, order.subarray(offset, end))
      : await this.read(names, Math.min(offset, total), end);
    return { rows: arrowTable(this.columnsNamed(names), valuesOf(names, records)), offset, total, of };
  }

  async histogram(column: string, view?: View): Promise<ColumnStatistics> {
    const known = this.description.statistics?.find(({ name }) => name === column);
    if (known && !view?.filter) return known;
    const records = view?.filter ? await this.take([column], await this.orderOf(view)) : await this.whole([column]);
    return countColumn(column, records.map((record) => record[column]));
  }

  setSplit(split: string): Promise<PreviewSource> {
    const found = this.dataset.splits.find(({ name }) => name === split);
    if (!found) return Promise.reject(problem("not-found", `There is no split '${split}' here.`));
    return Promise.resolve(new ParquetSource(this.dataset, found));
  }

  private orderOf(view: View): Promise<Uint32Array> {
    const key = JSON.stringify(view);
    if (this.order?.key !== key) {
      const rows = rowOrder(view, this.split.rows, async (names) => valuesOf(names, await this.whole(names)));
      this.order = { key, rows };
      rows.catch(() => (this.order = undefined));
    }
    return this.order.rows;
  }

  private async take(names: string[], rows: Uint32Array): Promise<Record<string, unknown>[]> {
    const all = await this.whole(names);
    return Array.from(rows, (row) => all[row] ?? {});
  }

  private whole(names: string[]): Promise<Record<string, unknown>[]> {
    if (this.split.bytes > LARGEST_WHOLE)
      throw problem("invalid-request", "This split is too large to be filtered or sorted in the browser; load it in a notebook.");
    return this.read(names, 0, this.split.rows);
  }

  private async read(columns: string[], rowStart: number, rowEnd: number): Promise<Record<string, unknown>[]> {
    if (rowStart >= rowEnd) return [];
    this.opened ??= this.open();
    try {
      return await parquetReadObjects({ ...(await this.opened), columns, rowStart, rowEnd, compressors });
    } catch (error) {
      this.opened = undefined;
      throw problem("unavailable", `The rows of '${this.split.name}' cannot be read here; the file can still be downloaded.`, { cause: error });
    }
  }

  private async open(): Promise<{ file: AsyncBuffer; metadata: FileMetaData }> {
    const file = cachedAsyncBuffer(await asyncBufferFromUrl({ url: this.split.url, byteLength: this.split.bytes }));
    return { file, metadata: await parquetMetadataAsync(file) };
  }

  private columnsNamed(names: readonly string[]): Column[] {
    return names.flatMap((name) => this.dataset.columns.find((column) => column.name === name) ?? []);
  }
}

/** Statistics of a package, where it has them and they can be read. */
export async function fetchStatistics(url: string): Promise<Statistics | undefined> {
  const answer = await fetch(url);
  const value: unknown = answer.ok ? await answer.json() : undefined;
  return validateStatistics(value) ? value : undefined;
}

function valuesOf(names: readonly string[], records: readonly Record<string, unknown>[]): Values {
  return new Map(names.map((name) => [name, records.map((record) => record[name])]));
}

const BINS = 40;

function countColumn(name: string, values: readonly unknown[]): ColumnStatistics {
  const present = values.filter((value) => value !== null && value !== undefined);
  const counted = { name, count: present.length, missing: values.length - present.length };
  const numbers = present.flatMap((value) => (typeof value === "number" || typeof value === "bigint" ? [Number(value)] : [])).filter(Number.isFinite);
  if (numbers.length === 0) {
    const counts = new Map<string, number>();
    for (const text of present.map(textOf)) counts.set(text, (counts.get(text) ?? 0) + 1);
    const top = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 10).map(([value, count]) => ({ value, count }));
    return { ...counted, unique: counts.size, top };
  }
  const min = numbers.reduce((a, b) => Math.min(a, b));
  const max = numbers.reduce((a, b) => Math.max(a, b));
  const counts = new Array<number>(BINS).fill(0);
  for (const number of numbers) {
    const bin = max > min ? Math.min(BINS - 1, Math.floor(((number - min) / (max - min)) * BINS)) : 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const edges = Array.from({ length: BINS + 1 }, (_, i) => min + ((max - min || 1) * i) / BINS);
  return { ...counted, min, max, mean: numbers.reduce((a, b) => a + b, 0) / numbers.length, histogram: { edges, counts } };
}
