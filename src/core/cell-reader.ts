import type { Filter, Sample, Sort } from "../contracts/types.js";
import {
  loadCell,
  loadCellStart,
  type CellSelection,
  type KernelSelection,
  type LoadSelection,
} from "./cell-source.js";
import { viewWith } from "./conditions.js";
import { argumentEnd } from "./python-argument.js";
import { FilterError } from "./filters/literals.js";
import { readFilter } from "./filters/read-filter.js";
import { TokenReader, Unread, pythonTokens } from "./python-tokens.js";

/**
 * What a cell that was written for a selection asks for after a person edited its call. Undefined for a cell that is
 * no longer of the form in which such cells are written.
 */
export function readCell(source: string): CellSelection | undefined {
  try {
    return kernelSelectionOf(source) ?? selectionOf(source);
  } catch (error) {
    if (error instanceof Unread || error instanceof FilterError) return undefined;
    throw error;
  }
}

/** Whether a cell says nothing but what is loaded for a selection, by verbs or by arguments: writing it anew loses nothing. */
export function isLoadCell(source: string, selection: CellSelection): boolean {
  const read = readCell(source);
  return read !== undefined && loadCell(read) === loadCell(selection) && source.startsWith(loadCellStart(selection));
}

/** The calls that are given a table of the kernel. */
const KERNEL_CALL = /(?<![\w.])foundry\.(preview|table)\(/g;

function kernelSelectionOf(source: string): KernelSelection | undefined {
  const calls = [...source.matchAll(KERNEL_CALL)];
  const [call] = calls;
  if (!call) return undefined;
  const start = call.index + call[0].length;
  const end = argumentEnd(source, start);
  const expression = source.slice(start, end).trim();
  if (calls.length > 1 || end === undefined || !expression || expression.includes("\n")) throw new Unread();
  const reader = new TokenReader(pythonTokens(source.slice(end), { comments: false }));
  if (call[1] === "table") {
    reader.take(")");
    return { expression, ...rowsOf(reader) };
  }
  const { columns, filter, sort, sample } = parametersUpTo(reader, reader.accept(","), true);
  return { expression, as: "arrow", ...chosen(reader, columns, { filter, sample, sort }) };
}

function selectionOf(source: string): LoadSelection {
  const tokens = pythonTokens(source, { comments: false });
  const loads = tokens.flatMap(({ kind, text }, i) =>
    kind === "name" && text === "load" && tokens[i - 1]?.text === "." ? [i] : [],
  );
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
  return { dataset, version, split, ...rowsOf(reader, true) };
}

/** What a call takes of a table, and in which form: by verbs before it, or by its arguments. */
function rowsOf(reader: TokenReader, previews = false): Omit<KernelSelection, "expression"> {
  const verbs = verbsOf(reader);
  const method = reader.take().text;
  const as = method === "to_pandas" ? "pandas" : "arrow";
  if (verbs) {
    if (method !== `to_${as}`) throw new Unread();
    reader.take("(");
    reader.take(")");
    const { columns, ...change } = verbs;
    return { as, ...chosen(reader, columns, change) };
  }
  if (!["to_arrow", "to_pandas", ...(previews ? ["preview"] : [])].includes(method)) throw new Unread();
  const { columns, filter, sort: shown, sample } = parameters(reader, method === "preview");
  const sort = shown ?? (reader.accept(".") ? sorting(reader) : undefined);
  let selected = columns;
  if (reader.accept(".")) {
    reader.take("select");
    reader.take("(");
    selected = names(reader);
    reader.take(")");
  } else if (reader.accept("[")) {
    selected = names(reader);
    reader.take("]");
  }
  return { as, ...chosen(reader, selected, { filter, sample, sort }) };
}

/** The verbs in the only order in which they mean what a view does. */
const VERBS = ["filter", "sample", "sort", "select"];

/** What verbs choose; undefined where there are none. */
function verbsOf(reader: TokenReader): RowsAsked | undefined {
  const asked: RowsAsked = {};
  let next = 0;
  for (;;) {
    reader.take(".");
    const verb = VERBS.indexOf(reader.next.text);
    if (verb < 0) return next > 0 ? asked : undefined;
    if (verb < next) throw new Unread();
    next = verb + 1;
    const { text } = reader.take();
    reader.take("(");
    if (text === "filter") asked.filter = readFilter(textOf(reader));
    else if (text === "sample") asked.sample = sampleOf(reader);
    else if (text === "sort") asked.sort = sortOf(reader);
    else asked.columns = names(reader);
    reader.take(")");
  }
}

function sampleOf(reader: TokenReader): Sample {
  const rows = wholeOf(reader, 1);
  if (!reader.accept(",")) return { rows };
  reader.take("seed");
  reader.take("=");
  const seed = wholeOf(reader, 0);
  return seed > 0 ? { rows, seed } : { rows };
}

function sortOf(reader: TokenReader): Sort[] {
  if (reader.next.text === "[") return sortPairs(reader);
  const column = textOf(reader);
  if (!reader.accept(",")) return [{ column }];
  reader.take("descending");
  reader.take("=");
  const descending = reader.constant();
  if (typeof descending !== "boolean") throw new Unread();
  return [descending ? { column, descending } : { column }];
}

/** What is chosen by a call behind which there is nothing more. */
function chosen(
  reader: TokenReader,
  columns: string[] | undefined,
  change: Parameters<typeof viewWith>[1],
): Pick<KernelSelection, "columns" | "view"> {
  if (reader.next.kind !== "end") throw new Unread();
  const view = viewWith(undefined, change);
  return { ...(columns && { columns }), ...(view && { view }) };
}

function textOf(reader: TokenReader): string {
  const value = reader.constant();
  if (typeof value !== "string") throw new Unread();
  return value;
}

const names = (reader: TokenReader): string[] =>
  reader.list().map((value) => {
    if (typeof value !== "string") throw new Unread();
    return value;
  });

interface RowsAsked {
  columns?: string[];
  filter?: Filter;
  sort?: Sort[];
  sample?: Sample;
}

function parameters(reader: TokenReader, preview: boolean): RowsAsked {
  reader.take("(");
  return parametersUpTo(reader, true, preview);
}

/** @param more - whether a parameter may come before the bracket that closes the call */
function parametersUpTo(reader: TokenReader, more: boolean, preview: boolean): RowsAsked {
  const found: RowsAsked = {};
  let seed = 0;
  while (!reader.accept(")")) {
    if (!more) throw new Unread();
    const name = reader.take().text;
    reader.take("=");
    if (name === "columns") found.columns = names(reader);
    else if (name === "filter") {
      found.filter = readFilter(textOf(reader));
    } else if (name === "sort" && preview) found.sort = sortPairs(reader);
    else if (name === "sample") found.sample = { rows: wholeOf(reader, 1) };
    else if (name === "seed") seed = wholeOf(reader, 0);
    // What a table is called is no choice of rows.
    else if (name === "title" && preview) textOf(reader);
    else throw new Unread();
    if (!reader.accept(",") && reader.next.text !== ")") throw new Unread();
  }
  if (found.sample && seed > 0) found.sample.seed = seed;
  return found;
}

function wholeOf(reader: TokenReader, least: number): number {
  const value = reader.constant();
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least) throw new Unread();
  return value;
}

function sortPairs(reader: TokenReader): Sort[] {
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
    const keys = sortPairs(reader);
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
