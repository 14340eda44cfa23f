import { LRUCache } from "lru-cache";
import type { ColumnCounts, CountsRequest, CrossCounts, CrossCountsRequest, Filter, View } from "../contracts/types.js";
import type { Question } from "../core/sources.js";
import type { ColumnValues } from "./column-values.js";
import { binsIn, maskOf, partsOf, placesOf, type Bins } from "./places.js";
import { columnsIn, matcher } from "./matcher.js";
import type { TableFile } from "./table-file.js";
import { Turns } from "./turns.js";

/** Bytes of what is known of each row that are kept, in all. */
const MOST_BYTES = 64_000_000;

/** A number for each row. */
type Rows = Uint8Array | Uint16Array;

/** Which rows are counted, and when to stop. */
export interface Counting {
  /** The first rows that are counted. */
  rows: number;
  signal?: AbortSignal | undefined;
}

/**
 * How the rows that a filter leaves fall into the bins of the headers. The work is done in short turns: whoever asks for
 * rows meanwhile has them first. What was found of each row is kept, so that a brush over another column is a sum.
 */
export class FileCounts {
  private readonly known = new LRUCache<string, Rows>({ maxSize: MOST_BYTES });

  constructor(
    private readonly file: TableFile,
    private readonly values: ColumnValues,
  ) {}

  async counts({ column, view, ...bins }: Question<CountsRequest>, counting: Counting): Promise<ColumnCounts> {
    const turns = new Turns(counting.signal);
    const [places, mask] = [await this.places(column, bins, counting, turns), await this.mask(view, counting, turns)];
    const found = new Uint32Array(binsIn(bins) + 2);
    for (let row = 0; row < counting.rows; row++) {
      if (mask && !mask[row]) continue;
      const place = places[row] ?? 0;
      found[place] = (found[place] ?? 0) + 1;
    }
    return {
      name: column,
      rows: found.reduce((sum, count) => sum + count, 0),
      missing: found.at(-1) ?? 0,
      counts: [...found.subarray(0, -2)],
    };
  }

  async crossCounts(
    { along, from, to, columns }: Question<CrossCountsRequest>,
    counting: Counting,
  ): Promise<CrossCounts[]> {
    const turns = new Turns(counting.signal);
    const parts = await partsOf(await this.column(along, counting), from, to, turns);
    const found: CrossCounts[] = [];
    for (const { column, view, ...bins } of columns) {
      const [places, mask] = [await this.places(column, bins, counting, turns), await this.mask(view, counting, turns)];
      found.push(crossed(column, { places, parts, mask, bins: binsIn(bins), many: 2 * from.length + 1 }));
      await turns.rest();
    }
    return found;
  }

  private async column(
    name: string,
    { rows, signal }: Counting,
    use: "values" | "stored" | "once" = "values",
  ): Promise<readonly unknown[]> {
    signal?.throwIfAborted();
    // The first rows of a long file are as many as its distributions are made of.
    if (rows >= this.file.rows) this.file.requireSmall?.([name]);
    return use === "once" ? this.values.once(name, rows) : this.values.get(name, rows, use);
  }

  private places(column: string, bins: Bins, counting: Counting, turns: Turns): Promise<Rows> {
    const find = async () => placesOf(await this.column(column, counting, "once"), bins, turns);
    return this.kept(JSON.stringify([column, bins, counting.rows]), find);
  }

  private async mask(view: View | undefined, counting: Counting, turns: Turns): Promise<Rows | undefined> {
    const filter = view?.filter;
    if (!filter) return undefined;
    return this.kept(JSON.stringify([filter, counting.rows]), () => this.matching(filter, counting, turns));
  }

  private async matching(filter: Filter, counting: Counting, turns: Turns): Promise<Rows> {
    const values = new Map<string, readonly unknown[]>();
    for (const name of columnsIn(filter)) values.set(name, await this.column(name, counting, "stored"));
    return maskOf(counting.rows, matcher(filter, this.file.columns, values), turns);
  }

  private async kept(key: string, find: () => Promise<Rows>): Promise<Rows> {
    const known = this.known.get(key);
    if (known) return known;
    const found = await find();
    this.known.set(key, found, { size: Math.max(1, found.byteLength) });
    return found;
  }
}

interface Crossed {
  places: Rows;
  parts: Rows;
  mask: Rows | undefined;
  bins: number;
  /** How many parts there are. */
  many: number;
}

function crossed(name: string, { places, parts, mask, bins, many }: Crossed): CrossCounts {
  const width = bins + 2;
  const found = new Uint32Array(many * width);
  for (let row = 0; row < places.length; row++) {
    if (mask && !mask[row]) continue;
    const at = (parts[row] ?? 0) * width + (places[row] ?? 0);
    found[at] = (found[at] ?? 0) + 1;
  }
  const of = Array.from({ length: many }, (_, part) => found.subarray(part * width, (part + 1) * width));
  return {
    name,
    rows: of.map((part) => part.reduce((sum, count) => sum + count, 0)),
    missing: of.map((part) => part[bins + 1] ?? 0),
    counts: of.flatMap((part) => [...part.subarray(0, bins)]),
  };
}
