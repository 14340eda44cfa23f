import type { DatabaseSync, StatementSync } from "node:sqlite";
import { RowSet } from "./row-set.js";

/** Rows in one block: a bit for each makes a kilobyte. */
const BLOCK = 8192;
const BYTES = BLOCK / 8;
const WORDS = BLOCK / 32;

/** Rows that get a facet's value, or lose it. */
export interface PostingChange {
  added: Set<number>;
  removed: Set<number>;
}

/**
 * The rows that have a facet's value, block by block, as a roaring bitmap keeps them: two bytes for each row where they
 * are few, a bit for each place where they are many.
 */
export class Postings {
  private readonly read: StatementSync;
  private readonly readOne: StatementSync;
  private readonly replace: StatementSync;
  private readonly drop: StatementSync;

  constructor(database: DatabaseSync) {
    this.read = database.prepare("SELECT block, rows FROM posting WHERE facet = ?");
    this.readOne = database.prepare("SELECT rows FROM posting WHERE facet = ? AND block = ?");
    this.replace = database.prepare("INSERT OR REPLACE INTO posting VALUES (?, ?, ?)");
    this.drop = database.prepare("DELETE FROM posting WHERE facet = ? AND block = ?");
  }

  /** How many rows of a set have a value. */
  count(facet: number, set: RowSet): number {
    let count = 0;
    for (const { block, rows } of this.read.all(facet)) {
      const start = Number(block) * BLOCK;
      const bytes = rows as Uint8Array;
      if (bytes.length === BYTES) count += set.countWords(start / 32, wordsOf(bytes));
      else for (const offset of offsetsOf(bytes)) if (set.has(start + offset)) count += 1;
    }
    return count;
  }

  /** Rows that have any of some values. */
  union(facets: readonly number[], limit: number): RowSet {
    const set = new RowSet(limit);
    for (const facet of facets)
      for (const { block, rows } of this.read.all(facet)) {
        const start = Number(block) * BLOCK;
        const bytes = rows as Uint8Array;
        if (bytes.length === BYTES) set.addWords(start / 32, wordsOf(bytes));
        else for (const offset of offsetsOf(bytes)) set.add(start + offset);
      }
    return set;
  }

  change(facet: number, { added, removed }: PostingChange): void {
    const blocks = new Set([...added, ...removed].map((row) => Math.floor(row / BLOCK)));
    for (const block of blocks) {
      const set = new RowSet(BLOCK);
      const start = block * BLOCK;
      const bytes = this.readOne.get(facet, block)?.rows as Uint8Array | undefined;
      if (bytes?.length === BYTES) set.addWords(0, wordsOf(bytes));
      else if (bytes) for (const offset of offsetsOf(bytes)) set.add(offset);
      const gone = RowSet.of(offsetsIn(removed, start), BLOCK);
      const rows = set.and(gone, false);
      for (const offset of offsetsIn(added, start)) rows.add(offset);
      const offsets = rows.rows();
      if (offsets.length === 0) this.drop.run(facet, block);
      else this.replace.run(facet, block, stored(offsets));
    }
  }
}

const offsetsIn = (rows: ReadonlySet<number>, start: number): number[] =>
  [...rows].filter((row) => row >= start && row < start + BLOCK).map((row) => row - start);

const wordsOf = ({ buffer, byteOffset, length }: Uint8Array): Uint32Array =>
  byteOffset % 4 === 0
    ? new Uint32Array(buffer, byteOffset, WORDS)
    : new Uint32Array(buffer.slice(byteOffset, byteOffset + length));

const offsetsOf = ({ buffer, byteOffset, length }: Uint8Array): Uint16Array =>
  byteOffset % 2 === 0
    ? new Uint16Array(buffer, byteOffset, length / 2)
    : new Uint16Array(buffer.slice(byteOffset, byteOffset + length));

/** A list of offsets where it is shorter than the bits. */
function stored(offsets: readonly number[]): Uint8Array {
  if (offsets.length * 2 < BYTES) return new Uint8Array(Uint16Array.from(offsets).buffer);
  const words = new Uint32Array(WORDS);
  for (const offset of offsets) words[offset >>> 5] = (words[offset >>> 5] ?? 0) | (1 << (offset & 31));
  return new Uint8Array(words.buffer);
}
