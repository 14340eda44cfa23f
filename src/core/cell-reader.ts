import type { Filter, Sample, Sort } from "../contracts/types.js";
import type { LoadSelection } from "./cell-source.js";
import { viewWith } from "./conditions.js";
import { TokenReader, Unread, pythonTokens, readFilter } from "./python-reader.js";

/**
 * What a cell that was written for a selection asks for after a person edited its call. Undefined for a cell that is
 * no longer of the form in which such cells are written.
 */
export function readCell(source: string): LoadSelection | undefined {
  try {
    return selectionOf(source);
  } catch (error) {
    if (error instanceof Unread) return undefined;
    throw error;
  }
}

function selectionOf(source: string): LoadSelection {
  const tokens = pythonTokens(source);
  const loads = tokens.flatMap(({ kind, text }, i) => (kind === "name" && text === "load" && tokens[i - 1]?.text === "." ? [i] : []));
  const [at] = loads;
  if (at === undefined || loads.length > 1) throw new Unread();
  const reader = new TokenReader(tokens.slice(at + 1));
  reader.take("(");
  const [dataset, version] = textOf(reader).split("@");
  reader.take(")");
  if (!dataset || !version) throw new Unread();
  // Either `name = foundry.load(...)` and a line that takes a split of it, or all in one.
  if (reader.next.text !== "[") {
    if (reader.take().kind !== "name") throw new Unread();
    reader.take("=");
    if (reader.take().kind !== "name") throw new Unread();
  }
  reader.take("[");
  const split = textOf(reader);
  reader.take("]");
  reader.take(".");
  const method = reader.take().text;
  if (!["to_arrow", "to_pandas", "preview"].includes(method)) throw new Unread();
  const { columns, filter, sort: shown, sample } = parameters(reader, method === "preview");
  const sort = shown ?? (reader.accept(".") ? sorting(reader) : undefined);
  let chosen = columns;
  if (reader.accept(".")) {
    reader.take("select");
    reader.take("(");
    chosen = names(reader);
    reader.take(")");
  } else if (reader.accept("[")) {
    chosen = names(reader);
    reader.take("]");
  }
  if (reader.next.kind !== "end") throw new Unread();
  const view = viewWith(undefined, { filter, sample, sort });
  return { dataset, version, split, as: method === "to_pandas" ? "pandas" : "arrow", ...(chosen && { columns: chosen }), ...(view && { view }) };
}

function textOf(reader: TokenReader): string {
  const value = reader.scalar();
  if (typeof value !== "string") throw new Unread();
  return value;
}

const names = (reader: TokenReader): string[] =>
  reader.list().map((value) => {
    if (typeof value !== "string") throw new Unread();
    return value;
  });

interface Parameters {
  columns?: string[];
  filter?: Filter;
  sort?: Sort[];
  sample?: Sample;
}

function parameters(reader: TokenReader, preview: boolean): Parameters {
  const found: Parameters = {};
  let seed = 0;
  reader.take("(");
  while (!reader.accept(")")) {
    const name = reader.take().text;
    reader.take("=");
    if (name === "columns") found.columns = names(reader);
    else if (name === "filter") {
      const filter = readFilter(textOf(reader));
      if (!filter) throw new Unread();
      found.filter = filter;
    } else if (name === "sort" && preview) found.sort = arrowKeys(reader);
    else if (name === "sample") found.sample = { rows: wholeOf(reader, 1) };
    else if (name === "seed") seed = wholeOf(reader, 0);
    else throw new Unread();
    if (!reader.accept(",") && reader.next.text !== ")") throw new Unread();
  }
  if (found.sample && seed > 0) found.sample.seed = seed;
  return found;
}

function wholeOf(reader: TokenReader, least: number): number {
  const value = reader.scalar();
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least) throw new Unread();
  return value;
}

function arrowKeys(reader: TokenReader): Sort[] {
  const keys: Sort[] = [];
  reader.take("[");
  while (!reader.accept("]")) {
    reader.take("(");
    const column = textOf(reader);
    reader.take(",");
    const order = textOf(reader);
    if (order !== "descending" && order !== "ascending") throw new Unread();
    keys.push(order === "descending" ? { column, descending: true } : { column });
    reader.take(")");
    if (!reader.accept(",") && reader.next.text !== "]") throw new Unread();
  }
  return keys;
}

function sorting(reader: TokenReader): Sort[] {
  const method = reader.take().text;
  reader.take("(");
  if (method === "sort_by") {
    const keys = arrowKeys(reader);
    reader.take(")");
    return keys;
  }
  if (method !== "sort_values") throw new Unread();
  const columns = names(reader);
  reader.take(",");
  reader.take("ascending");
  reader.take("=");
  const ascending = reader.list();
  reader.take(",");
  reader.take("kind");
  reader.take("=");
  reader.take();
  reader.take(")");
  return columns.map((column, i) => (ascending[i] === false ? { column, descending: true } : { column }));
}
