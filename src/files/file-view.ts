import { Table, tableFromIPC, tableToIPC, type Vector } from "apache-arrow";
import type { ColumnStatistics, View } from "../contracts/types.js";
import { countValues } from "../core/count-values.js";
import { problem } from "../core/problems.js";
import type { PageQuery, TablePage } from "../core/sources.js";
import { textOf, type Values } from "./arrow-columns.js";
import { rowOrder } from "./row-order.js";
import { MOST_COUNTED, type TableFile } from "./table-file.js";

/** Values up to which a whole column is read to filter or sort by it. */
const MOST_ORDERED = 5_000_000;

/** Pages, filters, sorts and counts of a file. */
export class FileView {
  private order: { key: string; rows: Promise<Uint32Array> } | undefined;

  constructor(private readonly file: TableFile) {}

  async page({ columns, offset, limit, view }: PageQuery): Promise<TablePage> {
    const names = columns ?? this.file.columns.map(({ name }) => name);
    const of = this.file.rows;
    const order = view && (view.filter ?? view.sort?.length) ? await this.orderOf(view) : undefined;
    const total = order?.length ?? of;
    const end = Math.min(total, offset + limit);
    const start = Math.min(offset, total);
    const rows = order ? await this.file.take(names, order.subarray(start, end)) : await this.file.read(names, start, end);
    return { rows, offset, total, of };
  }

  async histogram(column: string, view?: View): Promise<ColumnStatistics> {
    const rows = view?.filter ? await this.orderOf(view) : undefined;
    const counted = Math.min(rows?.length ?? this.file.rows, MOST_COUNTED);
    const table = rows ? await this.file.take([column], rows.subarray(0, counted)) : await this.file.read([column], 0, counted);
    return countValues(column, valuesOf(table, column), textOf);
  }

  private orderOf(view: View): Promise<Uint32Array> {
    const { rows } = this.file;
    if (rows > MOST_ORDERED)
      throw problem("invalid-request", "This file has too many rows to be filtered or sorted without a kernel; open it in a notebook.");
    const key = JSON.stringify(view);
    if (this.order?.key !== key) {
      const found = rowOrder(view, rows, async (names) => {
        this.file.requireSmall?.(names);
        const table = await this.file.read(names, 0, rows);
        return new Map(names.map((name) => [name, valuesOf(table, name)])) satisfies Values;
      });
      this.order = { key, rows: found };
      found.catch(() => (this.order = undefined));
    }
    return this.order.rows;
  }
}

function valuesOf(table: Table, name: string): unknown[] {
  const vector: Vector | null = table.getChild(name);
  return vector ? Array.from(vector, (value: unknown) => plain(value)) : [];
}

/** Nested values as their data, so that they have a text. */
function plain(value: unknown): unknown {
  return hasJson(value) ? value.toJSON() : value;
}

const hasJson = (value: unknown): value is { toJSON: () => unknown } =>
  typeof value === "object" && value !== null && "toJSON" in value && typeof value.toJSON === "function";

/** A page as bytes that can be given away. */
export function pageToBytes({ rows, ...page }: TablePage): Omit<TablePage, "rows"> & { bytes: Uint8Array } {
  return { ...page, bytes: tableToIPC(rows, "stream") };
}

/** The page that {@link pageToBytes} made bytes of. */
export function pageFromBytes({ bytes, ...page }: ReturnType<typeof pageToBytes>): TablePage {
  return { ...page, rows: tableFromIPC(bytes) };
}
