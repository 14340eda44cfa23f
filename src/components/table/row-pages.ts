import type { DataType, Vector } from "apache-arrow";
import type { View } from "../../contracts/types.js";
import type { PageQuery, TablePage, TableSource } from "../../core/sources.js";

/** Rows that are fetched and forgotten together. */
export const BLOCK = 100;
const MARGIN = 30;
const BLOCKS_KEPT = 60;
const IN_FLIGHT = 2;

interface Block {
  page: TablePage;
  /** Where the block starts in the page. */
  start: number;
}
interface Request {
  first: number;
  end: number;
  controller: AbortController;
}

/** The pages of one view of a table: asks for what is seen, keeps the last few, forgets the rest. */
export class RowPages {
  total: number | undefined;
  of: number;
  error: Error | undefined;
  #blocks = new Map<number, Block>();
  #requests: Request[] = [];
  #seen: [number, number] = [0, 0];
  #closed = false;

  constructor(
    readonly source: TableSource,
    readonly columns: string[] | undefined,
    readonly view: View | undefined,
    private readonly changed: () => void,
  ) {
    this.of = source.description.rows;
    if (!view?.filter) this.total = this.of;
  }

  /** Whether an answer has come. */
  get started(): boolean {
    return this.#blocks.size > 0 || this.total === 0;
  }

  /** A column's vector and the row's place in it; undefined while the row is on its way. */
  locate(row: number, column: string): { vector: Vector<DataType>; index: number } | undefined {
    const block = this.#blocks.get(Math.floor(row / BLOCK));
    const vector = block?.page.rows.getChild(column) as Vector<DataType> | null | undefined;
    const index = block ? block.start + (row % BLOCK) : 0;
    return vector && index < vector.length ? { vector, index } : undefined;
  }

  has(row: number): boolean {
    return this.#blocks.has(Math.floor(row / BLOCK));
  }

  /** Makes sure that rows `first` to `end` are here or asked for. */
  want(first: number, end: number): void {
    const down = first > this.#seen[0];
    const up = first < this.#seen[0];
    this.#seen = [first, end];
    if (this.#closed || this.error) return;
    const last = this.#lastBlock;
    const low = Math.max(0, Math.floor((first - MARGIN) / BLOCK));
    const high = Math.min(last, Math.floor((end - 1 + MARGIN) / BLOCK));
    for (let block = low; block <= high; block++) this.#touch(block);
    const missing: number[] = [];
    for (let block = low; block <= high; block++) if (!this.#covered(block)) missing.push(block);
    const from = missing[0];
    const to = missing.at(-1);
    if (from === undefined || to === undefined) return;
    const ahead = (block: number) => block >= 0 && block <= last && !this.#covered(block);
    void this.#fetch(up && ahead(from - 1) ? from - 1 : from, down && ahead(to + 1) ? to + 1 : to);
  }

  /** Asks again after an error. */
  retry(): void {
    this.error = undefined;
    this.want(...this.#seen);
    this.changed();
  }

  close(): void {
    this.#closed = true;
    for (const request of this.#requests) request.controller.abort();
    this.#requests = [];
  }

  get #lastBlock(): number {
    return Math.max(0, Math.ceil((this.total ?? this.of) / BLOCK) - 1);
  }

  #covered(block: number): boolean {
    const row = block * BLOCK;
    return this.#blocks.has(block) || this.#requests.some(({ first, end }) => first <= row && row < end);
  }

  #touch(block: number): void {
    const kept = this.#blocks.get(block);
    if (!kept) return;
    this.#blocks.delete(block);
    this.#blocks.set(block, kept);
  }

  async #fetch(from: number, to: number): Promise<void> {
    const request = { first: from * BLOCK, end: (to + 1) * BLOCK, controller: new AbortController() };
    this.#requests.push(request);
    // The one before stays under way: its rows fill the table while a person scrolls. Older ones are out of sight.
    while (this.#requests.length > IN_FLIGHT) this.#requests.shift()?.controller.abort();
    const query: PageQuery = { offset: request.first, limit: request.end - request.first };
    if (this.columns) query.columns = this.columns;
    if (this.view) query.view = this.view;
    try {
      const page = await this.source.page(query, request.controller.signal);
      if (this.#closed) return;
      this.#keep(page, request);
    } catch (error) {
      if (this.#closed || isAbort(error) || request.controller.signal.aborted) return;
      this.error = error instanceof Error ? error : new Error(String(error));
    } finally {
      this.#requests = this.#requests.filter((other) => other !== request);
    }
    this.changed();
  }

  #keep(page: TablePage, { first, end }: Request): void {
    this.total = page.total;
    this.of = page.of;
    // Every block that was asked for counts as answered, also one without rows: it must not be asked for again.
    for (let row = first; row < Math.max(first + 1, Math.min(end, page.total)); row += BLOCK) {
      this.#blocks.set(row / BLOCK, { page, start: row - page.offset });
    }
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= BLOCKS_KEPT) break;
      this.#blocks.delete(oldest);
    }
  }
}

/** Whether a promise was given up on purpose: cancelled, or superseded by a newer request. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";
