import { Table, type RecordBatch } from "apache-arrow";
import type { Column } from "../contracts/types.js";
import type { TableFile } from "./table-file.js";

/** A table that was read whole. */
export class TableInMemory implements TableFile {
  constructor(
    readonly columns: readonly Column[],
    private readonly table: Table,
    readonly note?: string,
  ) {}

  get rows(): number {
    return this.table.numRows;
  }

  read(names: readonly string[], start: number, end: number): Promise<Table> {
    return Promise.resolve(this.select(names).slice(start, end));
  }

  take(names: readonly string[], rows: Uint32Array): Promise<Table> {
    const table = this.select(names);
    const batches: RecordBatch[] = [];
    // Neighbouring rows are one slice.
    for (let from = 0; from < rows.length;) {
      let to = from + 1;
      while (to < rows.length && rows[to] === (rows[to - 1] ?? 0) + 1) to++;
      const start = rows[from] ?? 0;
      batches.push(...table.slice(start, start + to - from).batches);
      from = to;
    }
    return Promise.resolve(new Table(table.schema, batches));
  }

  private select(names: readonly string[]): Table {
    // By place, as names need not be unique.
    const places = names
      .map((name) => this.columns.findIndex((column) => column.name === name))
      .filter((place) => place >= 0);
    return this.table.selectAt(places);
  }
}
