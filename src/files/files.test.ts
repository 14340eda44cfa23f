import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import parseRange from "range-parser";
import { FileView } from "./file-view.js";
import { openFile } from "./open-file.js";
import type { FileFormat } from "./table-file.js";

const SCRIPT = `
import sys, pyarrow as pa, pyarrow.parquet as pq, pyarrow.feather as feather
folder = sys.argv[1]
n = 50_000
field = pa.field("gap", pa.float64(), metadata={"unit": "eV", "role": "target"})
schema = pa.schema([("id", pa.int64()), ("name", pa.string()), field, ("curve", pa.list_(pa.float64()))])
table = pa.table([range(n), [None if i % 7 == 0 else f"M{i % 100}" for i in range(n)], [i / 2 for i in range(n)], [[i, 1.5] for i in range(n)]], schema=schema)
pq.write_table(table, f"{folder}/t.parquet", row_group_size=20_000, compression="zstd", write_page_index=True)
feather.write_feather(table, f"{folder}/lz4.feather", chunksize=10_000)
feather.write_feather(table, f"{folder}/zstd.arrow", compression="zstd", chunksize=10_000)
with pa.OSFile(f"{folder}/plain.arrows", "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
    writer.write_table(table, max_chunksize=10_000)
`;

let folder: string;
let server: Server;
let base: string;
let ranges = true;
let sent = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "foundry-files-"));
  execFileSync("python", ["-c", SCRIPT, folder]);
  server = createServer((request, response) => {
    let body: Buffer;
    try {
      body = readFileSync(join(folder, decodeURIComponent(request.url ?? "")));
    } catch {
      response.writeHead(404).end();
      return;
    }
    const found = ranges && request.headers.range ? parseRange(body.length, request.headers.range) : undefined;
    const range = Array.isArray(found) ? found[0] : undefined;
    const part = range ? body.subarray(range.start, range.end + 1) : body;
    sent += part.length;
    // As Jupyter does: a range that is the whole file is the file.
    response.writeHead(range && part.length < body.length ? 206 : 200, {
      "content-length": part.length,
      ...(range && { "content-range": `bytes ${range.start}-${range.end}/${body.length}` }),
    });
    response.end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  ranges = true;
  sent = 0;
});

const open = (name: string, format: FileFormat) => openFile({ url: `${base}/${name}`, name, format });
const FILES: [string, FileFormat][] = [
  ["t.parquet", "parquet"],
  ["lz4.feather", "arrow"],
  ["zstd.arrow", "arrow"],
  ["plain.arrows", "arrow"],
];

test.each(FILES)("%s: schema, pages, a filter and a sort", async (name, format) => {
  const file = await open(name, format);
  expect(file.rows).toBe(50_000);
  expect(file.columns.slice(0, 3)).toEqual([
    { name: "id", type: "int64" },
    { name: "name", type: "string" },
    { name: "gap", type: "double", unit: "eV", role: "target" },
  ]);
  const view = new FileView(file);
  const page = await view.page({ columns: ["id", "gap", "name"], offset: 39_990, limit: 20 });
  expect(Array.from(page.rows.getChild("id") ?? [], Number)).toEqual(Array.from({ length: 20 }, (_, i) => 39_990 + i));
  expect(page.rows.getChild("gap")?.get(10)).toBe(20_000);
  const filter = { compare: { column: "name", op: "==" as const, value: "M8" } };
  const sorted = await view.page({
    columns: ["gap", "id"],
    offset: 1,
    limit: 2,
    view: { filter, sort: [{ column: "id", descending: true }] },
  });
  expect(sorted.total).toBe(429);
  expect(Array.from(sorted.rows.getChild("id") ?? [], Number)).toEqual([49_808, 49_708]);
  const counted = await view.histogram("gap");
  expect({ ...counted, histogram: undefined }).toMatchObject({ count: 50_000, missing: 0, min: 0, max: 24_999.5 });
  expect(await view.histogram("name", { filter })).toEqual({
    name: "name",
    count: 429,
    missing: 0,
    unique: 1,
    top: [{ value: "M8", count: 429 }],
  });
});

test("of a Parquet file only what is looked at is fetched", async () => {
  const whole = readFileSync(join(folder, "t.parquet")).length;
  const view = new FileView(await open("t.parquet", "parquet"));
  await view.page({ columns: ["id"], offset: 45_000, limit: 50 });
  expect(sent).toBeLessThan(whole / 2);
});

test("a server without ranges sends the file whole", async () => {
  ranges = false;
  const view = new FileView(await open("t.parquet", "parquet"));
  const { rows } = await view.page({ columns: ["id"], offset: 49_999, limit: 50 });
  expect(Number(rows.getChild("id")?.get(0))).toBe(49_999);
});

const csv = async (text: string | Buffer, name = "t.csv") => {
  writeFileSync(join(folder, name), text);
  return open(name, "csv");
};

test("a CSV file's values say their types, and what is guessed is said", async () => {
  const file = await csv('name,n,x,ok,code,y\n"a, b",1,1.5,true,007,1e-3\nc,,nan,false,010,inf\n"d""q",3,2,,,\n');
  expect(file.columns.map(({ name, type }) => [name, type])).toEqual([
    ["name", "string"],
    ["n", "int64"],
    ["x", "double"],
    ["ok", "bool"],
    ["code", "string"],
    ["y", "double"],
  ]);
  const rows = await file.read(
    file.columns.map(({ name }) => name),
    0,
    3,
  );
  const values = Array.from({ length: 3 }, (_, i) =>
    file.columns.map((_column, j) => rows.getChildAt(j)?.get(i) as unknown),
  );
  expect(values).toEqual([
    ["a, b", 1n, 1.5, true, "007", 0.001],
    ["c", null, null, false, "010", Infinity],
    ['d"q', 3n, 2, null, null, null],
  ]);
  expect(file.note).toBe(
    "'nan' in 1 row of 'x' stands for a missing value. " +
      "'code' is text: '007' in row 1 begins with a zero that a number would lose.",
  );
  expect((await csv("a\tb\n1\t2\n", "t.tsv")).columns.map(({ name }) => name)).toEqual(["a", "b"]);
});

test.each([
  ["bad.parquet", "parquet", "PAR1 and then nothing", /^'bad\.parquet' cannot be read as Parquet .*may be cut off/],
  ["short.parquet", "parquet", "", /^'short\.parquet' cannot be read as Parquet/],
  ["bad.arrow", "arrow", "ARROW1\u0000\u0000 and noise", /^'bad\.arrow' cannot be read as Arrow/],
  ["old.feather", "arrow", "FEA1....FEA1", /first Feather format/],
  ["empty.csv", "csv", "", /^'empty\.csv' is empty/],
  ["utf16.csv", "csv", Buffer.from("a,b\n1,2\n", "utf16le"), /is not text: it holds zero bytes/],
] as const)("%s is refused in a sentence", async (name, format, content, sentence) => {
  writeFileSync(join(folder, name), content);
  await expect(open(name, format)).rejects.toThrow(sentence);
});

test("a file that is gone is said to be gone", async () => {
  await expect(open("gone.parquet", "parquet")).rejects.toThrow(
    "'gone.parquet' is not there any more, or is a hidden file.",
  );
});
