import { DataType, type Table, type Vector } from "apache-arrow";
import type { Column } from "../../contracts/types.js";
import { plainText } from "./plain-text.js";
import { FORMULA } from "./spreadsheet-formula.js";

/** How copied cells are written down. */
export type CopyFormat = "tsv" | "csv" | "markdown";

/** Cells as text, and how many of them a spreadsheet would have taken for formulas. */
export interface CopiedCells {
  text: string;
  /** Texts that have an apostrophe before them now. */
  guarded: number;
}

/** What a person copies from a cell: the value itself, with all its digits, not the way it is set. */
export const copyText = (vector: Vector<DataType>, index: number): string => plainText(vector, index) ?? "";

const QUOTE: Record<CopyFormat, (text: string) => string> = {
  // As spreadsheets read what is pasted: a cell with a tab or a line break stands in quotes.
  tsv: (text) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text),
  csv: (text) => (/[,\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text),
  markdown: (text) => text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll(/\r?\n/g, "<br>"),
};

/**
 * Rows as text, with the columns' names on top. Texts that a spreadsheet would run get an apostrophe, but in Markdown.
 * @param headed - whether the names are there: not above rows that follow others in a file
 */
export function tableText(rows: Table, columns: readonly Column[], format: CopyFormat, headed = true): CopiedCells {
  const quote = QUOTE[format];
  let guarded = 0;
  const written = (text: string, isText: boolean) => {
    if (!isText || format === "markdown" || !FORMULA.test(text)) return quote(text);
    guarded += 1;
    return quote(`'${text}`);
  };
  // A missing value in a column of its own is in quotes: an empty line would be no row to those who read it.
  const missing = format === "csv" && columns.length === 1 ? '""' : "";
  const heads = headed ? [columns.map((column) => written(headOf(column), true))] : [];
  const vectors = columns.map(({ name }) => rows.getChild(name) as Vector<DataType> | null);
  const lines = Array.from({ length: rows.numRows }, (_, row) =>
    vectors.map((vector) => {
      const text = vector ? plainText(vector, row) : undefined;
      if (vector === null || text === undefined) return missing;
      return text === "" && format === "csv" ? '""' : written(text, !isNumber(vector.type));
    }),
  );
  if (format === "markdown") {
    const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
    return { text: [...heads.map(row), row(columns.map(() => "---")), ...lines.map(row)].join("\n"), guarded };
  }
  const [separator, end] = format === "csv" ? [",", "\r\n"] : ["\t", "\n"];
  return { text: [...heads, ...lines].map((cells) => cells.join(separator)).join(end), guarded };
}

/** Rows as an HTML table, whose texts spreadsheets keep as texts: `007` is not 7 there, nor `=1+1` a formula. */
export function tableHtml(rows: Table, columns: readonly Column[]): string {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const column of columns) head.append(cell("th", headOf(column), true));
  const body = table.createTBody();
  const vectors = columns.map(({ name }) => rows.getChild(name) as Vector<DataType> | null);
  for (let row = 0; row < rows.numRows; row += 1) {
    const line = body.insertRow();
    for (const vector of vectors)
      line.append(cell("td", (vector && plainText(vector, row)) ?? "", vector !== null && isText(vector.type)));
  }
  return table.outerHTML;
}

function cell(tag: "td" | "th", text: string, asText: boolean): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  if (asText) element.setAttribute("style", "mso-number-format:'\\@'");
  return element;
}

const headOf = ({ name, unit }: Column) => (unit ? `${name} (${unit})` : name);

const valueType = (type: DataType): DataType => (DataType.isDictionary(type) ? (type.dictionary as DataType) : type);
function isNumber(type: DataType): boolean {
  const own = valueType(type);
  return DataType.isFloat(own) || DataType.isInt(own) || DataType.isDecimal(own) || DataType.isDuration(own);
}
function isText(type: DataType): boolean {
  const own = valueType(type);
  return DataType.isUtf8(own) || DataType.isLargeUtf8(own) || DataType.isBinary(own);
}
