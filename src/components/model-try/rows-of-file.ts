import { problem } from "../../core/problems.js";
import type { Value } from "../../inference/tensors.js";
import { t } from "../../core/translation.js";
import { FORMULA } from "../table/spreadsheet-formula.js";
import { readField, type Field } from "./fields.js";

/** Rows that are taken from a file; more are for a notebook. */
export const MOST_ROWS = 100_000;

/** Rows of a file, by column. */
export interface FileRows {
  name: string;
  count: number;
  /** Every column as it is written. */
  texts: ReadonlyMap<string, readonly string[]>;
  /** The model's inputs as values; null where one is missing or wrong. */
  values: Map<string, Value[]>;
  /** Why a row has no prediction, by its number from 0. */
  failures: Map<number, string>;
}

/**
 * Reads a file of separated values, as the viewer of files and the kernel do.
 *
 * @throws FoundryProblem - if a column is missing, or there is no row, or there are too many
 */
export async function rowsOfFile(file: File, fields: readonly Field[]): Promise<FileRows> {
  const { csvTexts } = await import("../../files/csv-file.js");
  const { dialect, texts: columns } = csvTexts(new Uint8Array(await file.arrayBuffer()), file.name);
  const { names } = dialect;
  const count = columns[0]?.length ?? 0;
  const missing = fields.filter(({ name }) => !names.includes(name)).map(({ name }) => `'${name}'`);
  if (missing.length > 0)
    throw problem(
      "invalid-request",
      t(
        missing.length > 1 ? "%1 lacks the columns %2; it has %3." : "%1 lacks the column %2; it has %3.",
        file.name,
        missing.slice(0, 6).join(", ") + (missing.length > 6 ? ` … (${missing.length})` : ""),
        names.slice(0, 8).join(", ") || t("none"),
      ),
    );
  if (count === 0) throw problem("invalid-request", t("%1 has a heading and no row.", file.name));
  if (count > MOST_ROWS)
    throw problem(
      "invalid-request",
      t("%1 has %2 rows, and %3 are the most here; run the model in a notebook.", file.name, count, MOST_ROWS),
    );
  const texts = new Map(names.map((name, index) => [name, columns[index] ?? []]));
  const failures = new Map<number, string>();
  const values = new Map<string, Value[]>();
  for (const field of fields)
    values.set(
      field.name,
      (texts.get(field.name) ?? []).map((text, row) => {
        const isNumber = field.kind === "number" || field.kind === "integer";
        const found = readField(field, isNumber && dialect.decimal === "," ? text.replace(",", ".") : text);
        if ("value" in found) return found.value;
        if (!failures.has(row)) failures.set(row, text.trim() === "" ? t("%1 is missing.", field.name) : found.problem);
        return null;
      }),
    );
  return { name: file.name, count, texts, values, failures };
}

/** Rows with predictions beside them, as CSV. Texts that a spreadsheet would run get an apostrophe, and are counted. */
export async function csvOf(
  rows: FileRows,
  predictions: ReadonlyMap<string, readonly Value[]>,
): Promise<{ text: string; guarded: number }> {
  const { default: Papa } = await import("papaparse");
  const predicted = [...predictions].map(([name, values]) => ({
    name: rows.texts.has(name) ? `predicted ${name}` : name,
    values,
  }));
  const fields = [
    ...rows.texts.keys(),
    ...predicted.map(({ name }) => name),
    ...(rows.failures.size ? ["failure"] : []),
  ];
  const data = Array.from({ length: rows.count }, (_, row) => [
    ...[...rows.texts.values()].map((texts) => texts[row]),
    ...predicted.map(({ values }) => values[row]),
    ...(rows.failures.size ? [rows.failures.get(row) ?? ""] : []),
  ]);
  const guarded = [fields, ...data].flat().filter((cell) => typeof cell === "string" && FORMULA.test(cell)).length;
  return { text: Papa.unparse({ fields, data }, { escapeFormulae: FORMULA }), guarded };
}
