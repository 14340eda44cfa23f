import { problem } from "../core/problems.js";

/** Rows that two splits share, and those that only one of them has. */
export interface RowCounts {
  kept: number;
  added: number;
  removed: number;
  /** Rows with an id that both have, and other values. */
  changed: number;
}

/** Numbers of 64 bits, ascending, read block by block: memory does not grow with the rows. */
class HashCursor {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private words = new Uint32Array();
  private rest = new Uint8Array();
  private at = 0;
  here = true;

  /** @param width - numbers in a record: 1 for rows, 2 for ids and their rows */
  constructor(
    source: AsyncIterable<Uint8Array>,
    private readonly width: 1 | 2,
    private readonly what: string,
  ) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** The number at a place of the record, as its high and low half. */
  high(place = 0): number {
    return this.words[this.at + 2 * place + 1] ?? 0;
  }

  low(place = 0): number {
    return this.words[this.at + 2 * place] ?? 0;
  }

  /** Goes on within the block that was read; false at its end. */
  step(): boolean {
    const [high, low] = [this.high(), this.low()];
    this.at += 2 * this.width;
    if (this.at >= this.words.length) return false;
    if (this.high() < high || (this.high() === high && this.low() < low))
      throw problem(
        "invalid-manifest",
        `${this.what} is wrong: its numbers are not in ascending order; prepare the package again.`,
      );
    return true;
  }

  /** Reads the next block. */
  async fill(): Promise<void> {
    const record = 8 * this.width;
    for (;;) {
      const next = await this.chunks.next();
      if (next.done === true) {
        if (this.rest.length > 0)
          throw problem(
            "invalid-manifest",
            `${this.what} is wrong: it ends within a number; prepare the package again.`,
          );
        this.here = false;
        this.words = new Uint32Array();
        return;
      }
      const bytes = new Uint8Array(this.rest.length + next.value.length);
      bytes.set(this.rest);
      bytes.set(next.value, this.rest.length);
      const whole = bytes.length - (bytes.length % record);
      this.rest = bytes.slice(whole);
      if (whole === 0) continue;
      this.words = new Uint32Array(bytes.buffer, 0, whole / 4);
      this.at = 0;
      return;
    }
  }
}

/**
 * Counts what two files of hashes have in common, in one pass over both.
 * @param width - 1 where they hold rows, 2 where they hold ids and rows
 */
export async function compareHashes(
  before: AsyncIterable<Uint8Array>,
  after: AsyncIterable<Uint8Array>,
  width: 1 | 2,
  what: string,
): Promise<RowCounts> {
  const old = new HashCursor(before, width, what);
  const now = new HashCursor(after, width, what);
  await old.fill();
  await now.fill();
  const counts: RowCounts = { kept: 0, added: 0, removed: 0, changed: 0 };
  while (old.here || now.here) {
    const order = !old.here ? 1 : !now.here ? -1 : old.high() - now.high() || old.low() - now.low();
    if (order < 0) counts.removed += 1;
    else if (order > 0) counts.added += 1;
    else if (width === 2 && (old.high(1) !== now.high(1) || old.low(1) !== now.low(1))) counts.changed += 1;
    else counts.kept += 1;
    if (order <= 0 && !old.step()) await old.fill();
    if (order >= 0 && !now.step()) await now.fill();
  }
  return counts;
}
