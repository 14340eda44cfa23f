/** @jest-environment jsdom */
import { Dictionary, Float64, Int32, Table, Utf8, tableFromIPC, vectorFromArray } from "apache-arrow";
import type { PageQuery, TablePage, TableSource } from "../../core/sources.js";
import { openCsv } from "../../files/csv-file.js";
import { FileView } from "../../files/file-view.js";
import { TableInMemory } from "../../files/table-in-memory.js";
import { columnsOf } from "../../files/arrow-schema.js";
import { saveRows, type SaveFormat } from "./save-rows.js";

function sourceOf(table: Table, asText: readonly string[] = []): TableSource & { asked: PageQuery[] } {
  const columns = columnsOf(table.schema);
  const view = new FileView(new TableInMemory(columns, table));
  const asked: PageQuery[] = [];
  return {
    ...{ asked, asText, description: { title: "t", columns, rows: table.numRows } },
    page: (query): Promise<TablePage> => {
      asked.push(query);
      return view.page(query);
    },
    histogram: (column) => view.histogram(column),
  };
}

const many = 12_000;
const table = new Table({
  n: vectorFromArray(
    Array.from({ length: many }, (_, i) => (i % 7 ? i / 8 : null)),
    new Float64(),
  ),
  word: vectorFromArray(
    Array.from({ length: many }, (_, i) => ["a", "", null, "=1+1", "-5"][i % 5]),
    new Dictionary(new Utf8(), new Int32()),
  ),
});
const view = {
  filter: { compare: { column: "n", op: ">" as const, value: 3 } },
  sort: [{ column: "n", descending: true }],
};
const rowsOf = (one: Table) => one.toArray().map((row) => JSON.stringify(row));
const following = (signal = new AbortController().signal) => {
  const seen: string[] = [];
  return { seen, signal, progress: (rows: number, of: number) => void seen.push(`${rows}/${of}`) };
};
const textOf = (parts: BlobPart[]) => parts.map((part) => (typeof part === "string" ? part : "")).join("");
const bytesOf = async (parts: BlobPart[]) => {
  const texts = parts.map((part) => (typeof part === "string" ? new TextEncoder().encode(part) : (part as Uint8Array)));
  return Promise.resolve(Uint8Array.from(texts.flatMap((text) => [...text])));
};

test("an Arrow file holds the rows, columns and order that are shown, categories too", async () => {
  const source = sourceOf(table);
  const columns = source.description.columns.toReversed();
  const steps = following();
  const { parts, rows } = await saveRows(source, view, columns, "arrow", steps);
  const back = tableFromIPC(await bytesOf(parts));
  const right = (await source.page({ columns: ["word", "n"], offset: 0, limit: many, view })).rows;
  expect(back.schema.fields.map(String)).toEqual(right.schema.fields.map(String));
  expect(rowsOf(back)).toEqual(rowsOf(right));
  expect(rows).toBe(right.numRows);
  expect(steps.seen).toEqual([`10000/${rows}`, `${rows}/${rows}`]);
});

test("a CSV file tells missing from empty and guards what a spreadsheet would run", async () => {
  const source = sourceOf(table);
  const { parts, note } = await saveRows(source, undefined, source.description.columns, "csv", following());
  const text = textOf(parts);
  expect(text.split("\r\n").slice(0, 6)).toEqual(["n,word", ",a", '0.125,""', "0.25,", "0.375,'=1+1", "0.5,-5"]);
  expect(text.match(/n,word/g)).toHaveLength(1);
  expect(note).toBe("2,400 texts have ' before them, so that no spreadsheet runs them.");
  const bytes = new TextEncoder().encode(text);
  const file = await openCsv(
    { byteLength: bytes.length, slice: () => Promise.resolve(bytes.buffer), head: () => Promise.resolve(bytes) },
    "t.csv",
  );
  expect(file.rows).toBe(many);
  expect(rowsOf(await file.read(["n"], 0, many))).toEqual(rowsOf(table.select(["n"])));
});

test("what a file would not hold is said, and a file can be given up", async () => {
  const one = new Table({ word: vectorFromArray(["", null], new Utf8()) });
  const source = sourceOf(one, ["word"]);
  const save = (format: SaveFormat, signal?: AbortSignal) =>
    saveRows(source, undefined, source.description.columns, format, following(signal));
  expect((await save("csv")).note).toContain("are written alike");
  await expect(save("arrow")).rejects.toThrow("'word' would be saved as text");
  await expect(save("csv", AbortSignal.abort())).rejects.toThrow(/abort/i);
});
