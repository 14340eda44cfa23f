import { problem } from "../core/problems.js";
import { isUnit } from "../core/units/unit-spelling.js";
import { eachRow, splitBlanks } from "./csv-rows.js";
import { NUMBER } from "./text-numbers.js";
import { MISSING, hasDecimalCommas, looksLikeNumber } from "./text-rule.js";

/** Between values of which any number of blanks stand. */
export const BLANKS = "blanks";
/** So many characters at the beginning tell. */
const HEAD = 1 << 20;
const SEPARATORS = ["\t", ";", "|", ","];
const SAMPLE = 64;
const MOST_COLUMNS = 20_000;
const NO_UNIT = new Set(["", "-", "none", "unitless", "1"]);
const IS_NUMBER = new RegExp(`${NUMBER.source}|^-?[0-9]+,[0-9]+$`);
const LINE = /[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g;

/** How a text of separated values is to be read. */
export interface Dialect {
  names: readonly string[];
  /** Where the first row begins. */
  start: number;
  /** One character, or 'blanks'. */
  separator: string;
  decimal: "." | ",";
  units: ReadonlyMap<string, string>;
}

interface SampleRow {
  values: string[];
  /** Where the next row begins, from the first line that is not a comment on. */
  end: number;
}

/**
 * How a text is to be read, by its first lines, as `foundry_lab/tables/csv_dialect.py` decides; guesses are added.
 * @throws FoundryProblem when they can be understood in several ways
 */
export function dialectOf(text: string, name: string, guesses: string[]): Dialect {
  const lines = linesOf(text);
  let count = 0;
  while (count < lines.length && (lines[count]?.trim() === "" || lines[count]?.startsWith("#"))) count++;
  const comments = lines.slice(0, count).filter((line) => line.trim() !== "");
  const body = lines.slice(count);
  const separator = separatorOf(body.length > 0 ? body : [uncommented(comments.at(-1) ?? "")], guesses);
  const rows = sampleRows(body, separator);
  let start = lines.slice(0, count).reduce((sum, line) => sum + line.length, 0);
  const bodyStart = start;
  let names = commentedNames(name, comments, rows, separator);
  if (names) guesses.push("The names of the columns are in a comment line.");
  else {
    const first = rows.shift();
    if (!first) throw refusal(`'${name}' is empty: there is no line that names columns.`);
    names = first.values;
    start = bodyStart + first.end;
    checkHeader(name, names);
    if (comments.length > 0)
      guesses.push(
        comments.length === 1
          ? "The first line is a comment: it begins with '#'."
          : `The first ${comments.length} lines are comments: they begin with '#'.`,
      );
  }
  names = distinctNames(name, names, guesses);
  const units = unitsOf(names, rows, guesses);
  if (units) start = bodyStart + (rows.shift()?.end ?? 0);
  const decimal = decimalOf(names, rows, separator, guesses);
  return { names, start, separator, decimal, units: units ?? new Map() };
}

const refusal = (sentence: string): Error => problem("invalid-request", sentence);

function linesOf(text: string): string[] {
  const cut = text.slice(0, HEAD);
  const head = /[\r\n]/.test(cut) ? cut : text;
  const lines: string[] = head.match(LINE) ?? [];
  return head.length < text.length && lines.length > 1 ? lines.slice(0, -1) : lines;
}

const uncommented = (line: string): string =>
  line
    .trim()
    .replace(/^[#%;/!]+/, "")
    .trim();

function separatorOf(lines: readonly string[], guesses: string[]): string {
  const sample = lines.slice(0, SAMPLE);
  const widths = SEPARATORS.map((mark) => ({ mark, counts: sampleRows(sample, mark).map((row) => row.values.length) }));
  const several = widths.filter(({ counts }) => (counts[0] ?? 0) > 1);
  const even = several.filter(({ counts }) => counts.every((width) => width === counts[0]));
  if (even[0]) {
    if (even.length > 1)
      guesses.push(`Values are separated by ${even[0].mark === "\t" ? "tabs" : `'${even[0].mark}'`}.`);
    return even[0].mark;
  }
  const [widest] = several.sort((one, other) => (other.counts[0] ?? 0) - (one.counts[0] ?? 0));
  if (widest) return widest.mark;
  if (!isBetweenBlanks(sample)) return ",";
  guesses.push("Values are separated by blanks.");
  return BLANKS;
}

/** Whether most lines have as many words as the first, and a column of them holds numbers only. */
function isBetweenBlanks(lines: readonly string[]): boolean {
  const rows = lines.filter((line) => line.trim() !== "").map((line) => line.trim().split(/\s+/));
  const width = rows[0]?.length ?? 0;
  const even = rows.slice(1).filter((row) => row.length === width);
  if (width <= 1 || rows.length <= 1 || even.length * 2 < rows.length - 1) return false;
  return rows[0]?.some((_, i) => even.every((row) => IS_NUMBER.test(row[i] ?? ""))) ?? false;
}

function sampleRows(lines: readonly string[], separator: string): SampleRow[] {
  const rows: SampleRow[] = [];
  if (separator === BLANKS) {
    let end = 0;
    for (const line of lines.slice(0, SAMPLE)) {
      end += line.length;
      const values = splitBlanks(line);
      if (values.length > 0) rows.push({ values, end });
    }
    return rows;
  }
  eachRow(lines.slice(0, 4 * SAMPLE).join(""), separator, 0, (values, end) => {
    rows.push({ values: [...values], end });
    return rows.length < SAMPLE;
  });
  return rows[0]?.values.length === 1 ? rows : rows.filter(({ values }) => values.length > 0);
}

/** The names in the last comment line, where it has one for each column and the first row has a number. */
function commentedNames(
  name: string,
  comments: readonly string[],
  rows: readonly SampleRow[],
  separator: string,
): string[] | undefined {
  const last = comments.at(-1);
  if (last === undefined) return undefined;
  const names = sampleRows([uncommented(last)], separator)[0]?.values ?? [];
  const first = rows[0]?.values;
  if (!first) return names.length > 0 ? names : undefined;
  if (names.length !== first.length || (names.length === 1 && !IS_NUMBER.test(first[0] ?? ""))) return undefined;
  if (first.some((value) => IS_NUMBER.test(value.trim()))) return names;
  throw refusal(
    `The first line of '${name}' may be a comment or name the columns: read it in a notebook with read={"comment": "#"} or read={"header": 1}.`,
  );
}

/** Refuses a first line that looks like a row: its numbers count nothing and do not ascend. */
function checkHeader(name: string, names: readonly string[]): void {
  const shown = names.map((text) => text.trim()).filter((text) => IS_NUMBER.test(text));
  if (shown.length === 0) return;
  const values = shown.map((text) => Number(text.replace(",", ".")));
  const steps = values.slice(1).map((value, i) => value - (values[i] ?? 0));
  const rising = values.length > 2 && (steps.every((step) => step > 0) || steps.every((step) => step < 0));
  const counted = steps.every((step) => step === 1) && shown.every((text) => /^\d+$/.test(text));
  if (rising || (counted && (values[0] === 0 || values[0] === 1 || shown.length < names.length))) return;
  throw refusal(
    `The first line of '${name}' holds the number ${shown[0] ?? ""}: read it in a notebook with read={"header": 1} if it names the columns, read={"header": False} if it is a row.`,
  );
}

function distinctNames(name: string, listed: readonly string[], guesses: string[]): string[] {
  if (listed.length > MOST_COLUMNS)
    throw refusal(
      `'${name}' has ${listed.length.toLocaleString("en")} columns; at most ${MOST_COLUMNS.toLocaleString("en")} can be: keep values of one kind as one column of arrays.`,
    );
  const names = [...listed];
  if (names[0] === "") {
    names[0] = "index";
    guesses.push("The first column has no name and is called 'index'.");
  }
  const nameless = names.indexOf("");
  if (nameless >= 0) throw refusal(`Column ${nameless + 1} of '${name}' has no name in the first line.`);
  const seen = new Set<string>();
  const repeated = names.filter((text) => seen.has(text) || !seen.add(text)).sort()[0];
  if (repeated !== undefined)
    throw refusal(`'${name}' has several columns '${repeated}'; give each a name of its own.`);
  return names;
}

/** The units in the row below the names; undefined where there is no such row. */
function unitsOf(
  names: readonly string[],
  rows: readonly SampleRow[],
  guesses: string[],
): Map<string, string> | undefined {
  const cells = rows[0]?.values.map((cell) => cell.trim()) ?? [];
  if (rows.length < 2 || cells.length !== names.length) return undefined;
  const units = new Map(
    names.map((name, i): [string, string] => [name, unitOf(cells[i] ?? "")]).filter(([, unit]) => !NO_UNIT.has(unit)),
  );
  const isValue = (cell: string): boolean => MISSING.has(cell) || IS_NUMBER.test(cell) || looksLikeNumber(cell);
  if (units.size === 0 || cells.some(isValue)) return undefined;
  const rest = rows.slice(1).filter(({ values }) => values.length === names.length);
  const isNumeric = names.map((_, i) => {
    const values = rest.map((row) => (row.values[i] ?? "").trim()).filter((value) => value !== "");
    return values.length > 0 && values.every((value) => IS_NUMBER.test(value));
  });
  const sure = cells.every((cell, i) => (isNumeric[i] ? isUnit(unitOf(cell)) : NO_UNIT.has(cell.toLowerCase())));
  if (!sure || !names.some((name, i) => isNumeric[i] && units.has(name))) return undefined;
  guesses.push("The row below the names holds units.");
  return units;
}

function unitOf(cell: string): string {
  const inner = /^(?:\((.*)\)|\[(.*)\])$/.exec(cell);
  return inner ? (inner[1] ?? inner[2] ?? "").trim() : cell;
}

function decimalOf(
  names: readonly string[],
  rows: readonly SampleRow[],
  separator: string,
  guesses: string[],
): "." | "," {
  if (separator === ",") return ".";
  const samples = names.map((_, i) => rows.flatMap(({ values }) => values[i]?.trim() ?? []));
  if (!hasDecimalCommas(samples)) return ".";
  guesses.push("Numbers have decimal commas.");
  return ",";
}
