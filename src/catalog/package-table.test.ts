import fc from "fast-check";
import type { SearchRequest } from "../contracts/types.js";
import { atEnd } from "../store/tests/packages.js";
import { openDatabase, transaction } from "./database.js";
import { IndexWriter } from "./index-writer.js";
import type { CatalogRecord } from "./records.js";
import { SearchIndex } from "./search-index.js";

const NAMES = ["a", "aa", "ab", "b", "ba", "c", "d"];
const REQUESTS: SearchRequest[] = [
  {},
  { sort: "name" },
  { sort: "name", order: "descending" },
  { sort: "size" },
  { sort: "rows" },
  { sort: "date", order: "ascending" },
  { query: "gap" },
  { query: "domain:physics rows>2" },
  { facets: [{ field: "license", value: "MIT" }] },
  { kinds: ["model"] },
];

const record = fc.record({
  kind: fc.constantFrom("dataset", "model"),
  name: fc.constantFrom(...NAMES),
  title: fc.constantFrom("gap", "band gap", "energy"),
  license: fc.constantFrom("MIT", "CC0", undefined),
  domains: fc.subarray(["physics", "chemistry", "biology"]),
  rows: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  bytes: fc.integer({ min: 1, max: 3 }),
  day: fc.integer({ min: 1, max: 3 }),
});
type Given = typeof record extends fc.Arbitrary<infer T> ? T : never;
const step = fc.record({ write: fc.array(record, { maxLength: 4 }), remove: fc.subarray(NAMES, { maxLength: 3 }) });

const recordOf = ({ day, ...given }: Given): CatalogRecord => ({
  ...given,
  ...{ kind: given.kind, version: "1.0.0", columns: [], publishedAt: `2026-01-0${day}T00:00:00Z` },
});

test("a table that follows the index says the same as one that is read anew", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      const database = openDatabase(":memory:");
      const writer = new IndexWriter(database);
      const following = new SearchIndex(database);
      for (const { write, remove } of steps) {
        transaction(database, "write", () => {
          for (const name of remove) for (const kind of ["dataset", "model"] as const) writer.remove(kind, name);
          writer.write(write.map(recordOf));
        });
        const anew = new SearchIndex(database);
        for (const request of REQUESTS) expect(following.search(request)).toEqual(anew.search(request));
      }
      database.close();
    }),
    { numRuns: 60 },
  );
});

test("names between two others get places until there are none left, and the order is read anew then", () => {
  const database = openDatabase(":memory:");
  atEnd(() => {
    database.close();
  });
  const writer = new IndexWriter(database);
  const index = new SearchIndex(database);
  const write = (name: string) =>
    transaction(database, "write", () => {
      writer.write([
        recordOf({ kind: "dataset", name, title: "gap", license: "MIT", domains: [], rows: 1, bytes: 1, day: 1 }),
      ]);
    });
  write("a");
  write("b");
  // Each comes right after the first: the numbers between two neighbours are used up after 52 halves.
  const added = Array.from({ length: 70 }, (_, count) => `a${String(99 - count).padStart(3, "0")}`);
  for (const name of added) {
    write(name);
    index.search({ sort: "name", limit: 1 });
  }
  const { hits } = index.search({ sort: "name", limit: 100 });
  expect(hits.map(({ name }) => name)).toEqual(["a", ...added.reverse(), "b"]);
});
