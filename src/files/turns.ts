/** Rows after which the clock is looked at. */
const AT_ONCE = 4096;

/** Milliseconds after which others have their turn: about half a frame. */
const LONGEST = 8;

/** Breaks in long work, so that what is asked for meanwhile is not kept waiting, and a way out of it. */
export class Turns {
  #since = performance.now();

  constructor(private readonly signal?: AbortSignal) {}

  /**
   * Does something with each row.
   * @throws an `AbortError` when the work was given up
   */
  async each(rows: number, act: (row: number) => void): Promise<void> {
    for (let start = 0; start < rows; start += AT_ONCE) {
      const end = Math.min(rows, start + AT_ONCE);
      for (let row = start; row < end; row++) act(row);
      await this.rest();
    }
  }

  /**
   * Lets others have their turn, where it is time for that.
   * @throws an `AbortError` when the work was given up
   */
  async rest(): Promise<void> {
    if (performance.now() - this.#since <= LONGEST) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.signal?.throwIfAborted();
    this.#since = performance.now();
  }
}
