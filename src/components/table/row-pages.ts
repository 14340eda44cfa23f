import type { DataType, Vector } from "apache-arrow";
import type { View } from "../../contracts/types.js";
import type { PageQuery, TablePage, TableSource } from "../../core/sources.js";

/** Rows that are fetched and forgotten together. */
export const BLOCK = 100;
/** Columns that are fetched together of a table that has many more than fit on a screen. */
export const COLUMN_BLOCK = 32;
const WIDE = 96;
const MARGIN = 30;
const TILES_KEPT = 60;
const IN_FLIGHT = 2;

interface Block {
  page: TablePage;
  /** Where the block starts in the page. */
  start: number;
}
interface Request {
  first: number;
  end: number;
  columns: readonly number[];
  controller: AbortController;
}

/**
 * The pages of one view of a table: asks for what is seen, keeps the last few, forgets the rest. A wide table is cut
 * into blocks of columns as well.
 */
export class RowPages {
  total: number | undefined;
  of: number;
  error: Error | undefined;
  readonly #tiles = new Map<string, Block>();
  readonly #blockOf = new Map<string, number>();
  readonly #names: string[][] | undefined;
  #requests: Request[] = [];
  #seen: [number, number] = [0, 0];
  #seenColumns: readonly number[] = [0];
  #started = false;
  #closed = false;

  /** @param order - the columns in the order in which they are shown, where that is not the table's own */
  constructor(
    readonly source: TableSource,
    readonly columns: string[] | undefined,
    readonly view: View | undefined,
    private readonly changed: () => void,
    order: readonly string[] = columns ?? source.description.columns.map(({ name }) => name),
  ) {
    this.of = source.description.rows;
    if (!view?.filter) this.total = this.of;
    if (order.length <= WIDE) return;
    const names: string[][] = [];
    order.forEach((name, i) => {
      const block = Math.floor(i / COLUMN_BLOCK);
      this.#blockOf.set(name, block);
      (names[block] ??= []).push(name);
    });
    this.#names = names;
  }

  /** Whether an answer has come. */
  get started(): boolean {
    return this.#started || this.total === 0;
  }

  /** A column's vector and the row's place in it; undefined while the row is on its way. */
  locate(row: number, column: string): { vector: Vector<DataType>; index: number } | undefined {
    const block = this.#tiles.get(tileKey(Math.floor(row / BLOCK), this.#blockOf.get(column) ?? 0));
    const vector = block?.page.rows.getChild(column) as Vector<DataType> | null | undefined;
    const index = block ? block.start + (row % BLOCK) : 0;
    return vector && index < vector.length ? { vector, index } : undefined;
  }

  /** The number in the table of a row of the view; undefined while the row is on its way. */
  numberOf(row: number): number | undefined {
    if (!this.view || !(this.view.filter || this.view.sort?.length || this.view.sample)) return row;
    const at = Math.floor(row / BLOCK);
    const block = this.#seenColumns.map((columns) => this.#tiles.get(tileKey(at, columns))).find(Boolean);
    if (!block) return undefined;
    return block.page.numbers ? block.page.numbers[block.start + (row % BLOCK)] : row;
  }

  /** Whether a row is here, all of it that is seen. */
  has(row: number): boolean {
    return this.#seenColumns.every((columns) => this.#tiles.has(tileKey(Math.floor(row / BLOCK), columns)));
  }

  /** Makes sure that rows `first` to `end` of the columns drawn are here or asked for. */
  want(first: number, end: number, drawn: readonly number[] = []): void {
    const down = first > this.#seen[0];
    const up = first < this.#seen[0];
    this.#seen = [first, end];
    this.#seenColumns = this.#names ? [...new Set(drawn.map((column) => Math.floor(column / COLUMN_BLOCK)))] : [0];
    if (this.#closed || this.error) return;
    const last = this.#lastBlock;
    const low = Math.max(0, Math.floor((first - MARGIN) / BLOCK));
    const high = Math.min(last, Math.floor((end - 1 + MARGIN) / BLOCK));
    const blocks = Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => low + i);
    for (const block of blocks) this.#touch(block);
    const lacking = this.#seenColumns.filter((columns) => blocks.some((block) => !this.#covered(block, columns)));
    const missing = blocks.filter((block) => lacking.some((columns) => !this.#covered(block, columns)));
    const from = missing[0];
    const to = missing.at(-1);
    if (from === undefined || to === undefined) return;
    const ahead = (block: number) =>
      block >= 0 && block <= last && lacking.some((columns) => !this.#covered(block, columns));
    void this.#fetch(up && ahead(from - 1) ? from - 1 : from, down && ahead(to + 1) ? to + 1 : to, lacking);
  }

  /** Asks again after an error. */
  retry(): void {
    this.error = undefined;
    this.want(
      ...this.#seen,
      this.#seenColumns.map((block) => block * COLUMN_BLOCK),
    );
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

  #covered(block: number, columns: number): boolean {
    const row = block * BLOCK;
    const asked = ({ first, end, columns: asking }: Request) => first <= row && row < end && asking.includes(columns);
    return this.#tiles.has(tileKey(block, columns)) || this.#requests.some(asked);
  }

  #touch(block: number): void {
    for (const columns of this.#seenColumns) {
      const key = tileKey(block, columns);
      const kept = this.#tiles.get(key);
      if (!kept) continue;
      this.#tiles.delete(key);
      this.#tiles.set(key, kept);
    }
  }

  async #fetch(from: number, to: number, columns: readonly number[]): Promise<void> {
    const request = { first: from * BLOCK, end: (to + 1) * BLOCK, columns, controller: new AbortController() };
    this.#requests.push(request);
    // The one before stays under way: its rows fill the table while a person scrolls. Older ones are out of sight.
    while (this.#requests.length > IN_FLIGHT) this.#requests.shift()?.controller.abort();
    const query: PageQuery = { offset: request.first, limit: request.end - request.first };
    if (this.#names) query.columns = columns.flatMap((block) => this.#names?.[block] ?? []);
    else if (this.columns) query.columns = this.columns;
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

  #keep(page: TablePage, { first, end, columns }: Request): void {
    this.total = page.total;
    this.of = page.of;
    this.#started = true;
    // Every block that was asked for counts as answered, also one without rows: it must not be asked for again.
    for (let row = first; row < Math.max(first + 1, Math.min(end, page.total)); row += BLOCK) {
      for (const block of columns) this.#tiles.set(tileKey(row / BLOCK, block), { page, start: row - page.offset });
    }
    for (const oldest of this.#tiles.keys()) {
      if (this.#tiles.size <= TILES_KEPT) break;
      this.#tiles.delete(oldest);
    }
  }
}

const tileKey = (rows: number, columns: number) => `${rows}:${columns}`;

/** Whether a promise was given up on purpose: cancelled, or superseded by a newer request. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";
