import { Table, vectorFromArray, Float64, Utf8 } from "apache-arrow";
import type { ColumnStatistics } from "../../contracts/types.js";
import type { PageQuery, TableDescription, TablePage } from "../../core/sources.js";
import type { PreviewSource } from "../preview/preview-source.js";

/** A table of formulas and gaps of any length, made as it is read. */
export class MemorySource implements PreviewSource {
  readonly asked: PageQuery[] = [];
  readonly counted: string[] = [];
  error: Error | undefined;
  readonly description: TableDescription;

  constructor(rows: number, more: Partial<TableDescription> = {}) {
    this.description = {
      title: "gaps",
      rows,
      columns: [
        { name: "formula", type: "string", role: "input" },
        { name: "gap", type: "double", unit: "eV", role: "target" },
      ],
      ...more,
    };
  }

  page(query: PageQuery): Promise<TablePage> {
    this.asked.push(query);
    if (this.error) return Promise.reject(this.error);
    const of = this.description.rows;
    const total = query.view?.filter ? Math.floor(of / 2) : of;
    const length = Math.max(0, Math.min(query.limit, total - query.offset));
    const row = (i: number) => query.offset + i;
    const rows = new Table({
      formula: vectorFromArray(
        Array.from({ length }, (_, i) => (row(i) === 1 ? "" : `Ag${row(i)}O`)),
        new Utf8(),
      ),
      gap: vectorFromArray(
        Array.from({ length }, (_, i) => (row(i) === 2 ? null : row(i) / 2)),
        new Float64(),
      ),
    });
    return Promise.resolve({ rows, offset: query.offset, total, of });
  }

  histogram(column: string): Promise<ColumnStatistics> {
    this.counted.push(column);
    const count = this.description.rows;
    return Promise.resolve(
      column === "gap"
        ? {
            name: column,
            count: count - 1,
            missing: 1,
            min: 0,
            max: 4,
            mean: 2,
            histogram: { edges: [0, 2, 4], counts: [3, 1] },
          }
        : { name: column, count, missing: 0, unique: count, top: [{ value: "Ag0O", count: 1 }] },
    );
  }

  setSplit(split: string): Promise<PreviewSource> {
    if (split === "broken")
      return Promise.reject(new Error("The file of split 'broken' is missing; publish it again."));
    return Promise.resolve(new MemorySource(4, { ...this.description, split, rows: 4 }));
  }
}
