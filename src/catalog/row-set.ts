/** Rows of the index as bits: each is a bit of its word. */
export class RowSet {
  private readonly words: Uint32Array;

  /** @param limit - higher than every row */
  constructor(readonly limit: number) {
    this.words = new Uint32Array(Math.ceil(limit / 32));
  }

  static of(rows: readonly number[], limit: number): RowSet {
    const set = new RowSet(limit);
    for (const row of rows) set.add(row);
    return set;
  }

  add(row: number): void {
    if (row < this.limit) this.words[row >>> 5] = wordAt(this.words, row >>> 5) | (1 << (row & 31));
  }

  has(row: number): boolean {
    return row < this.limit && (wordAt(this.words, row >>> 5) & (1 << (row & 31))) !== 0;
  }

  /** Adds a run of words at a word's place. */
  addWords(start: number, words: Uint32Array): void {
    const end = Math.min(words.length, this.words.length - start);
    for (let i = 0; i < end; i += 1) this.words[start + i] = wordAt(this.words, start + i) | wordAt(words, i);
  }

  /** How many rows a run of words at a word's place has in common with this set. */
  countWords(start: number, words: Uint32Array): number {
    const end = Math.min(words.length, this.words.length - start);
    let count = 0;
    for (let i = 0; i < end; i += 1) count += bits(wordAt(this.words, start + i) & wordAt(words, i));
    return count;
  }

  /** Rows of this set that are in another one, or that are not. */
  and(other: RowSet, isIn = true): RowSet {
    const both = new RowSet(this.limit);
    for (let i = 0; i < this.words.length; i += 1) {
      const word = i < other.words.length ? wordAt(other.words, i) : 0;
      both.words[i] = wordAt(this.words, i) & (isIn ? word : ~word);
    }
    return both;
  }

  get size(): number {
    return this.words.reduce((count, word) => count + bits(word), 0);
  }

  /** Every row, in ascending order. */
  rows(): number[] {
    const rows: number[] = [];
    this.each((row) => rows.push(row));
    return rows;
  }

  /** Visits every row, in ascending order. */
  each(visit: (row: number) => void): void {
    this.words.forEach((word, index) => {
      for (let left = word; left !== 0; left &= left - 1) visit(index * 32 + (31 - Math.clz32(left & -left)));
    });
  }
}

// Within their ranges by construction; a check for each of a million rows would cost as much as the counting.
const wordAt = (words: Uint32Array, index: number): number => words[index] as number;

/** How many bits of a word are set. */
function bits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
