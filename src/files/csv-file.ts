import { problem } from "../core/problems.js";
import { formatBytes } from "../core/quantities.js";
import { arrowTable } from "./arrow-columns.js";
import { BLANKS, dialectOf, type Dialect } from "./csv-dialect.js";
import { eachRow, splitBlanks } from "./csv-rows.js";
import { decodedText } from "./csv-text.js";
import type { FileBytes } from "./file-bytes.js";
import { TableInMemory } from "./table-in-memory.js";
import { typed } from "./text-rule.js";

/** Text up to this many bytes is read; the rest of a longer file is left to a notebook. */
const LONGEST = 64 * 1024 * 1024;
/** More guesses than this are counted. */
const MOST_SAID = 6;

/**
 * Reads separated values: the first lines say how, and the values of a column say its type.
 * @throws FoundryProblem naming the row, where the text is not a table
 */
export async function openCsv(bytes: FileBytes, name: string): Promise<TableInMemory> {
  const head = await bytes.head(LONGEST);
  const whole = head.length >= bytes.byteLength;
  const decoded = decodedText(head, name, whole);
  // A cut line would be a wrong row.
  const text = whole ? decoded : decoded.slice(0, decoded.lastIndexOf("\n") + 1);
  const guesses: string[] = [];
  const dialect = dialectOf(text, name, guesses);
  const texts = textsOf(text, dialect, name, whole);
  const values = new Map<string, readonly unknown[]>();
  const columns = dialect.names.map((column, i) => {
    const { type, values: read } = typed(texts[i] ?? [], column, dialect.decimal, guesses);
    // The texts of a column are not needed beside its values.
    texts[i] = [];
    values.set(column, read);
    const unit = dialect.units.get(column);
    return { name: column, type, ...(unit === undefined ? {} : { unit }) };
  });
  const table = arrowTable(columns, values);
  const rows = table.numRows.toLocaleString("en");
  const notes = [
    ...(whole
      ? []
      : [
          `The first ${rows} rows are shown: the file has ${formatBytes(bytes.byteLength)}; open it in a notebook for the rest.`,
        ]),
    ...guesses.slice(0, MOST_SAID),
    ...(guesses.length > MOST_SAID ? [`${guesses.length - MOST_SAID} more columns are read by such guesses.`] : []),
  ];
  return new TableInMemory(columns, table, notes.join(" ") || undefined);
}

/** A file of separated values as it is written. */
export interface CsvTexts {
  dialect: Dialect;
  /** The texts of each column, in the order of the names; empty ones are missing. */
  texts: string[][];
}

/**
 * Reads separated values as texts: what they mean is left to whoever asks.
 * @throws FoundryProblem naming the row, where the text is not a table
 */
export function csvTexts(bytes: Uint8Array, name: string): CsvTexts {
  const text = decodedText(bytes, name, true);
  const dialect = dialectOf(text, name, []);
  return { dialect, texts: textsOf(text, dialect, name, true) };
}

/** The texts of each column; empty ones are missing. */
function textsOf(text: string, dialect: Dialect, name: string, whole: boolean): string[][] {
  const width = dialect.names.length;
  const columns = dialect.names.map((): string[] => []);
  let row = 0;
  const add = (values: readonly string[]): void => {
    if (values.length === 0 && width > 1) return;
    row++;
    if (values.length > 0 && values.length !== width)
      throw problem("invalid-request", raggedRow(name, row, values.length, width));
    for (let i = 0; i < width; i++) columns[i]?.push(values[i] ?? "");
  };
  if (dialect.separator === BLANKS) {
    for (const line of text.slice(dialect.start).split(/\r\n?|\n/)) {
      const values = splitBlanks(line);
      if (values.length > 0) add(values);
    }
    return columns;
  }
  eachRow(text, dialect.separator, dialect.start, (values, _end, closed) => {
    if (closed) add(values);
    else if (whole)
      throw problem(
        "invalid-request",
        `'${name}' has a quote that nothing closes: close it, or write "" for a quote in a value.`,
      );
    return undefined;
  });
  return columns;
}

const raggedRow = (name: string, row: number, count: number, width: number): string =>
  `Row ${row} of '${name}' has ${count} value${count === 1 ? "" : "s"} for ${width} column${width === 1 ? "" : "s"}: add what is missing, or quote the value that holds the separator.`;
