import type { DatabaseSync } from "node:sqlite";
import { grown } from "./growing.js";

/** Columns that rows are ordered by, each a unique key of the packages with an index of its own. */
export type RankedBy = readonly [first: "kind" | "name", second: "kind" | "name"];

/**
 * Where each row stands in an order of texts, as a number: comparing numbers is what sorting a million rows can afford.
 * A row that comes later gets a number between those of its neighbours, so that the others keep theirs.
 */
export class OrderRanks {
  private ranks = new Float64Array();

  constructor(
    private readonly database: DatabaseSync,
    private readonly by: RankedBy,
  ) {
    const sorted = database
      .prepare(`SELECT json_group_array(id) AS ids FROM (SELECT id FROM package ORDER BY ${by.join(", ")})`)
      .get();
    const ids = JSON.parse(String(sorted?.ids ?? "[]")) as number[];
    this.ranks = new Float64Array(ids.reduce((most, id) => Math.max(most, id), 0) + 1).fill(NaN);
    ids.forEach((id, rank) => (this.ranks[id] = rank));
  }

  at(row: number): number {
    return this.ranks[row] as number;
  }

  /**
   * Gives new rows their places; false where there is no number left between two neighbours.
   * @param size - one more than the highest row
   */
  insert(rows: readonly number[], size: number): boolean {
    this.ranks = grown(this.ranks, size, NaN);
    for (const row of rows) this.ranks[row] = NaN;
    const [first, second] = this.by;
    const key = `(${first}, ${second})`;
    const own = `(SELECT ${first}, ${second} FROM package WHERE id = ?)`;
    const before = this.database.prepare(
      `SELECT id FROM package WHERE ${key} < ${own} ORDER BY ${first} DESC, ${second} DESC`,
    );
    const after = this.database.prepare(`SELECT id FROM package WHERE ${key} > ${own} ORDER BY ${first}, ${second}`);
    return rows.every((row) => {
      const [low, high] = [this.nearest(before.iterate(row)), this.nearest(after.iterate(row))];
      const rank = low === undefined ? (high ?? 0) - 1 : high === undefined ? low + 1 : (low + high) / 2;
      this.ranks[row] = rank;
      return rank !== low && rank !== high;
    });
  }

  /** The number of the first of these rows that has one. */
  private nearest(rows: Iterable<Record<string, unknown>>): number | undefined {
    for (const { id } of rows) {
      const rank = this.ranks[Number(id)];
      if (rank !== undefined && !Number.isNaN(rank)) return rank;
    }
    return undefined;
  }
}
