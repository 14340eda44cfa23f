import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openFile } from "./open-file.js";
import { storedValues } from "./stored-values.js";
import type { TableFile } from "./table-file.js";

interface Case {
  name: string;
  text: string;
  encoding?: string;
  columns?: unknown;
  read?: unknown;
  refused?: string;
  table?: Record<string, { type: string; values: (string | null)[] }>;
  guesses?: string[];
}

const corpus = JSON.parse(
  readFileSync(new URL("../../conformance/tables/csv.json", import.meta.url), "utf8"),
) as Case[];
// Nothing is said to the viewer about a file that it opens.
const cases = corpus.filter(({ columns, read }) => columns === undefined && read === undefined);

let server: Server;
let bytes: Uint8Array = Buffer.alloc(0);
let url: string;

beforeAll(async () => {
  server = createServer((_request, response) => void response.end(bytes));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/t.csv`;
});
afterAll(() => server.close());

function open(content: Uint8Array): Promise<TableFile> {
  bytes = content;
  return openFile({ url, name: "t.csv", format: "csv" });
}

const encoded = ({ text, encoding = "utf-8" }: Case): Buffer =>
  encoding === "utf-16"
    ? Buffer.from(`\ufeff${text}`, "utf16le")
    : Buffer.from(text, encoding === "latin-1" ? "latin1" : "utf8");

test("most of the corpus says nothing but the bytes", () => {
  expect(cases.length).toBeGreaterThan(60);
});

test.each(cases.map((one) => [one.name, one] as const))("the viewer reads '%s' as the kernel does", async (_, one) => {
  const opened = open(encoded(one));
  if (one.refused !== undefined) {
    await expect(opened).rejects.toThrow(new RegExp(one.refused));
    return;
  }
  const file = await opened;
  const expected = Object.entries(one.table ?? {});
  expect(Object.fromEntries(file.columns.map(({ name, type }) => [name, type]))).toEqual(
    Object.fromEntries(expected.map(([name, { type }]) => [name, type])),
  );
  for (const [name, { type, values }] of expected)
    expect([name, storedValues(await file.read([name], 0, file.rows), name, type)]).toEqual([
      name,
      values.map((value) => (value === null ? null : stored(value, type))),
    ]);
  for (const part of one.guesses ?? []) expect(file.note).toContain(part);
});

test("columns whose names are whole numbers stay in their places", async () => {
  const file = await open(Buffer.from("id,400.5,401,402\na,1,2,3\n"));
  const row = await file.read(["id", "400.5", "401", "402"], 0, 1);
  expect(row.schema.names).toEqual(["id", "400.5", "401", "402"]);
  expect(row.schema.fields.map((_, i) => String(row.getChildAt(i)?.get(0)))).toEqual(["a", "1", "2", "3"]);
});

/** What a column stores for a value as Python prints it. */
function stored(text: string, type: string): unknown {
  if (type === "string") return text;
  if (type === "bool") return text === "True";
  if (type === "double") return Number(text.replace("inf", "Infinity"));
  if (type.startsWith("date")) return Date.parse(text) / 86_400_000;
  const unit = /^timestamp\[(s|ms)/.exec(type)?.[1];
  if (unit !== undefined) {
    const time = text.replace(" ", "T").replace(/(\.\d{3})\d+/, "$1");
    return BigInt(Date.parse(/[+-]\d\d:\d\d$/.test(time) ? time : `${time}Z`)) / (unit === "s" ? 1000n : 1n);
  }
  return BigInt(text.replace(".", ""));
}
