import Papa, { type ParseLocalConfig } from "papaparse";
import type { Column } from "../contracts/types.js";
import { problem } from "../core/problems.js";
import { formatBytes } from "../core/quantities.js";
import { arrowTable } from "./arrow-columns.js";
import type { FileBytes } from "./file-bytes.js";
import { TableInMemory } from "./table-in-memory.js";

/** Text up to this many bytes is read; the rest of a longer file is left to a notebook. */
const LONGEST = 64 * 1024 * 1024;
/** Characters parsed before their lines become columns. */
const AT_ONCE = 4 * 1024 * 1024;
const INTEGER = /^[+-]?\d{1,15}$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$|^[+-]?(?:nan|inf(?:inity)?)$/i;
const FLAG = /^(?:true|false)$/i;

/** Reads comma- or tab-separated values: the first line names the columns, and their values say their types. */
export async function openCsv(bytes: FileBytes, name: string): Promise<TableInMemory> {
  const head = await bytes.head(LONGEST);
  const whole = head.length >= bytes.byteLength;
  const text = new TextDecoder().decode(head);
  if (text.includes("\u0000"))
    throw problem("invalid-request", `'${name}' is not text in UTF-8; convert it, or open it in a notebook.`);
  // A cut line would be a wrong row.
  const { names, columns, uneven } = parse(whole ? text : text.slice(0, text.lastIndexOf("\n") + 1), name);
  const described = names.map((column, i) => ({ name: column, type: typeOf(columns[i] ?? []) }));
  const values = new Map(described.map((column, i) => [column.name, read(column, columns[i] ?? [])]));
  const table = arrowTable(described, values);
  const rows = table.numRows.toLocaleString("en");
  const notes = [
    ...(whole
      ? []
      : [
          `The first ${rows} rows are shown: the file has ${formatBytes(bytes.byteLength)}; open it in a notebook for the rest.`,
        ]),
    ...(uneven > 0
      ? [
          `${uneven.toLocaleString("en")} ${uneven === 1 ? "line has" : "lines have"} more or fewer cells than there are columns.`,
        ]
      : []),
    ...(text.includes("\ufffd") ? ["Some bytes are not UTF-8: they are shown as \ufffd."] : []),
  ];
  return new TableInMemory(described, table, notes.join(" ") || undefined);
}

function parse(text: string, name: string): { names: string[]; columns: string[][]; uneven: number } {
  let names: string[] | undefined;
  let uneven = 0;
  const columns: string[][] = [];
  const config: ParseLocalConfig<string[], File> = {
    skipEmptyLines: "greedy",
    chunkSize: AT_ONCE,
    complete: () => undefined,
    chunk: ({ data }) => {
      for (const line of data) {
        if (!names) {
          names = unique(line);
          columns.push(...names.map(() => []));
          continue;
        }
        if (line.length !== names.length) uneven++;
        columns.forEach((column, i) => column.push(line[i] ?? ""));
      }
    },
  };
  // Text is parsed in parts as a file is, which the types do not know.
  Papa.parse<string[], File>(text as unknown as File, config);
  if (!names) throw problem("invalid-request", `'${name}' is empty: there is no line that names columns.`);
  return { names, columns, uneven };
}

/** Names for all columns, no two alike. */
function unique(given: readonly string[]): string[] {
  const taken = new Map<string, number>();
  return given.map((text, i) => {
    const name = text.trim() || `column ${i + 1}`;
    const before = taken.get(name) ?? 0;
    taken.set(name, before + 1);
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

function typeOf(values: readonly string[]): string {
  const given = values.filter((value) => value !== "");
  if (given.length === 0) return "string";
  // Leading zeros belong to names, such as postcodes.
  if (given.some((value) => /^[+-]?0\d/.test(value))) return "string";
  if (given.every((value) => INTEGER.test(value))) return "int64";
  if (given.every((value) => NUMBER.test(value))) return "double";
  return given.every((value) => FLAG.test(value)) ? "bool" : "string";
}

function read({ type }: Column, values: readonly string[]): unknown[] {
  const of: Record<string, (value: string) => unknown> = {
    int64: (value) => Number(value),
    double: (value) => Number(value.replace(/inf(?:inity)?$/i, "Infinity")),
    bool: (value) => value.toLowerCase() === "true",
  };
  const convert = of[type] ?? ((value: string) => value);
  return values.map((value) => (value === "" ? null : convert(value)));
}
