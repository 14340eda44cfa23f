/** Milliseconds after which others have their turn: about half a frame. */
const LONGEST = 8;

/** Breaks in long work, so that what is asked for meanwhile is not kept waiting, and a way out of it. */
export class Turns {
  #since = performance.now();

  constructor(private readonly signal?: AbortSignal) {}

  /** Whether it is time for a break: cheap enough to ask often. */
  get due(): boolean {
    return performance.now() - this.#since > LONGEST;
  }

  /**
   * Lets others have their turn.
   * @throws an `AbortError` when the work was given up
   */
  async next(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    this.signal?.throwIfAborted();
    this.#since = performance.now();
  }
}
