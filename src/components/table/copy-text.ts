import type { DataType, Table, Vector } from "apache-arrow";
import type { Column } from "../../contracts/types.js";
import { vectorText } from "./format.js";

/** How copied cells are written down. */
export type CopyFormat = "tsv" | "csv" | "markdown";

/** What a person copies from a cell: the value itself, with all its digits, not the way it is set. */
export function copyText(vector: Vector<DataType>, index: number): string {
  const value: unknown = vector.get(index);
  const { text, kind } = vectorText(vector, index);
  if (kind === "missing" || kind === "empty") return "";
  return typeof value === "number" || typeof value === "bigint" || typeof value === "string" ? String(value) : text;
}

const QUOTE: Record<CopyFormat, (text: string) => string> = {
  // As spreadsheets read what is pasted: a cell with a tab or a line break stands in quotes.
  tsv: (text) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text),
  csv: (text) => (/[,\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text),
  markdown: (text) => text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll(/\r?\n/g, "<br>"),
};

/** Rows as text, with the columns' names on top. */
export function tableText(rows: Table, columns: readonly Column[], format: CopyFormat): string {
  const quote = QUOTE[format];
  const heads = columns.map(({ name, unit }) => quote(unit ? `${name} (${unit})` : name));
  const lines = Array.from({ length: rows.numRows }, (_, i) =>
    columns.map(({ name }) => {
      const vector = rows.getChild(name) as Vector<DataType> | null;
      return vector ? quote(copyText(vector, i)) : "";
    }),
  );
  if (format === "markdown") {
    const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
    return [row(heads), row(heads.map(() => "---")), ...lines.map(row)].join("\n");
  }
  const [separator, end] = format === "csv" ? [",", "\r\n"] : ["\t", "\n"];
  return [heads, ...lines].map((cells) => cells.join(separator)).join(end);
}
