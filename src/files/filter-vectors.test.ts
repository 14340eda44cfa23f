import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Filter } from "../contracts/types.js";
import { checkFilter } from "../core/filters/compare.js";
import { FilterError } from "../core/filters/literals.js";
import { readFilter } from "../core/filters/read-filter.js";
import { openArrow } from "./arrow-file.js";
import type { FileBytes } from "./file-bytes.js";
import { FileView } from "./file-view.js";
import { ParquetFile } from "./parquet-file.js";
import type { TableFile } from "./table-file.js";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../schema/vectors");
const vectors = JSON.parse(readFileSync(join(folder, "filters.json"), "utf8")) as {
  filters: { text: string; tree: Filter; rows: number[] }[];
  unfit: string[];
};

function bytesOf(name: string): FileBytes {
  const bytes = Uint8Array.from(readFileSync(join(folder, name)));
  return {
    byteLength: bytes.length,
    slice: (start, end) => Promise.resolve(bytes.slice(start, end).buffer),
    head: (limit) => Promise.resolve(bytes.subarray(0, limit)),
  };
}

const FILES: [string, () => Promise<TableFile>][] = [
  ["filters.arrow", () => openArrow(bytesOf("filters.arrow"), "filters.arrow")],
  ["filters.parquet", () => ParquetFile.open(bytesOf("filters.parquet"), "filters.parquet")],
];

describe.each(FILES)("%s", (_, open) => {
  let file: TableFile;
  let view: FileView;
  beforeAll(async () => {
    file = await open();
    view = new FileView(file);
  });

  test.each(vectors.filters)("$text selects the rows that DuckDB does", async ({ text, rows }) => {
    const filter = readFilter(text);
    checkFilter(filter, file.columns);
    const page = await view.page({ columns: ["id"], offset: 0, limit: 100, view: { filter } });
    expect([...(page.rows.getChild("id") ?? [])].map(Number)).toEqual(rows);
    expect(Array.from(page.numbers ?? [])).toEqual(rows);
    const counts = await view.counts({ column: "id", edges: [0, 4, 8], view: { filter } });
    expect(counts.rows).toBe(rows.length);
  });

  test.each(vectors.unfit)("%s is refused", async (text) => {
    const filter = readFilter(text);
    expect(() => checkFilter(filter, file.columns)).toThrow(FilterError);
    await expect(view.page({ columns: ["id"], offset: 0, limit: 1, view: { filter } })).rejects.toThrow();
  });
});
