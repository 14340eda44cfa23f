import fc from "fast-check";
import type { FacetChoice, FacetField, SearchRequest } from "../contracts/types.js";
import { KINDS } from "../core/manifests.js";
import { FACET_FIELDS } from "../core/search/fields.js";
import { atEnd } from "../store/testing/packages.js";
import { openDatabase, transaction } from "./database.js";
import { IndexWriter } from "./index-writer.js";
import { facetsOf, type CatalogRecord } from "./records.js";
import { SearchIndex } from "./search-index.js";

const NAMES = ["a", "aa", "ab", "b", "ba", "c", "d"];
const CHOICES: FacetChoice[][] = [
  [],
  [{ field: "license", value: "MIT" }],
  [
    { field: "domain", value: "physics" },
    { field: "domain", value: "chemistry" },
    { field: "license", value: "CC0" },
  ],
  [
    { field: "kind", value: "model" },
    { field: "license", value: "none such" },
  ],
];
const SORTS = ["name", "date", "size", "rows"] as const;

const record = fc.record({
  kind: fc.constantFrom(...KINDS),
  name: fc.constantFrom(...NAMES),
  title: fc.constantFrom("gap", "band gap", "energy"),
  license: fc.constantFrom("MIT", "CC0", undefined),
  domains: fc.subarray(["physics", "chemistry", "biology"]),
  rows: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  bytes: fc.integer({ min: 1, max: 3 }),
  day: fc.integer({ min: 1, max: 3 }),
});
type Draft = typeof record extends fc.Arbitrary<infer T> ? T : never;
const step = fc.record({ write: fc.array(record, { maxLength: 4 }), remove: fc.subarray(NAMES, { maxLength: 3 }) });

const recordOf = ({ day, ...draft }: Draft): CatalogRecord => ({
  ...draft,
  ...{ version: "1.0.0", columns: [], publishedAt: `2026-01-0${day}T00:00:00Z` },
});

const keyOf = ({ kind, name }: Pick<CatalogRecord, "kind" | "name">) => `${kind}/${name}`;
const has = (one: CatalogRecord, { field, value }: FacetChoice) =>
  facetsOf(one).some((facet) => facet[0] === field && facet[1] === value);
const passes = (one: CatalogRecord, choices: readonly FacetChoice[], except?: FacetField) =>
  [...new Set(choices.map(({ field }) => field))]
    .filter((field) => field !== except)
    .every((field) => choices.some((choice) => choice.field === field && has(one, choice)));

/** How often each value is had, by looking at every record. */
function countsOf(records: readonly CatalogRecord[], choices: readonly FacetChoice[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const field of FACET_FIELDS)
    for (const one of records.filter((each) => passes(each, choices, field)))
      for (const [of, value] of facetsOf(one))
        if (of === field) counts[`${field} ${value}`] = (counts[`${field} ${value}`] ?? 0) + 1;
  return counts;
}

function expectCounts(index: SearchIndex, records: readonly CatalogRecord[], request: SearchRequest): void {
  const { facets = [] } = request;
  const response = index.search({ limit: 200, ...request });
  expect(response.total).toBe(records.filter((one) => passes(one, facets)).length);
  const counts = response.facets.filter(({ count }) => count > 0);
  expect(Object.fromEntries(counts.map(({ field, value, count }) => [`${field} ${value}`, count]))).toEqual(
    countsOf(records, facets),
  );
}

function opened() {
  const database = openDatabase(":memory:");
  return { database, writer: new IndexWriter(database), index: new SearchIndex(database) };
}

test("whatever was written and removed, an index counts and sorts what looking at every record does", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      const { database, writer, index } = opened();
      const known = new Map<string, CatalogRecord>();
      for (const { write, remove } of steps) {
        const gone = remove.flatMap((name) => KINDS.map((kind) => ({ kind, name })));
        const records = write.map(recordOf);
        transaction(database, "write", () => {
          writer.remove(gone);
          writer.write(records);
        });
        for (const one of gone) known.delete(keyOf(one));
        for (const one of records) known.set(keyOf(one), one);
        const all = [...known.values()];
        for (const facets of CHOICES) {
          expectCounts(index, all, { facets });
          const few = all.filter(({ title, rows = 0 }) => title.includes("gap") && rows > 1);
          if (few.length > 0) expectCounts(index, few, { query: "gap rows>1", facets });
        }
        for (const sort of SORTS) {
          const newest = (a: CatalogRecord, b: CatalogRecord) =>
            b.publishedAt.localeCompare(a.publishedAt) || (keyOf(a) < keyOf(b) ? -1 : 1);
          const by = {
            name: (a: CatalogRecord, b: CatalogRecord) => (`${a.name}/${a.kind}` < `${b.name}/${b.kind}` ? -1 : 1),
            date: newest,
            size: (a: CatalogRecord, b: CatalogRecord) => b.bytes - a.bytes || newest(a, b),
            rows: (a: CatalogRecord, b: CatalogRecord) => (b.rows ?? 0) - (a.rows ?? 0) || newest(a, b),
          }[sort];
          expect(index.search({ sort, limit: 200 }).hits.map(keyOf)).toEqual(all.sort(by).map(keyOf));
        }
      }
      database.close();
    }),
    { numRuns: 40 },
  );
});

test("counts among many results are those of looking at every record, over blocks of rows and rare values", () => {
  const { database, writer, index } = opened();
  atEnd(() => {
    database.close();
  });
  const records = Array.from({ length: 9_000 }, (_, id): CatalogRecord => ({
    ...{ kind: KINDS[id % 3] ?? "dataset", name: `p-${id}`, version: "1.0.0", columns: [], bytes: 10 ** (id % 12) },
    ...{ title: id % 4 === 0 ? "energy" : "gap", publishedAt: `20${10 + (id % 15)}-01-01T00:00:00Z` },
    domains: id % 2 === 0 ? ["physics"] : ["chemistry", "biology"],
    ...(id % 1000 === 7 ? { license: "rare" } : { license: ["MIT", "CC0"][id % 2] }),
  }));
  transaction(database, "write", () => {
    writer.write(records);
  });
  // A third is written anew, and a third is gone.
  const changed = records.flatMap((one, id) => (id % 3 === 0 ? [{ ...one, license: "CC0", domains: [] }] : []));
  transaction(database, "write", () => {
    writer.write(changed);
    writer.remove(records.filter((_, id) => id % 3 === 1));
  });
  const now = [...changed, ...records.filter((_, id) => id % 3 === 2)];
  const titled = now.filter(({ title }) => title === "gap");
  for (const facets of CHOICES) {
    expectCounts(index, now, { facets });
    expectCounts(index, titled, { query: "gap", facets });
  }
}, 60_000);

test("the most frequent values among many results are not those of all packages", () => {
  const { database, writer, index } = opened();
  atEnd(() => {
    database.close();
  });
  // What is frequent among gaps is rare elsewhere, and the other way round.
  const records = Array.from({ length: 6_000 }, (_, id): CatalogRecord => {
    const keyword = Math.floor(60 * Math.sqrt((id % 601) / 601));
    return {
      ...{ kind: "dataset", name: `p-${id}`, version: "1.0.0", columns: [], bytes: 1 },
      ...{ title: id % 2 === 0 ? "gap" : "energy", publishedAt: "2026-01-01T00:00:00Z" },
      keywords: [`common ${id % 2 === 0 ? keyword : 59 - keyword}`, `own ${id}`],
    };
  });
  transaction(database, "write", () => {
    writer.write(records);
  });
  const keywords = index.search({ query: "gap" }).facets.filter(({ field }) => field === "keyword");
  const counts = countsOf(
    records.filter(({ title }) => title === "gap"),
    [],
  );
  const frequent = Object.entries(counts)
    .filter(([name]) => name.startsWith("keyword common"))
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, 25);
  expect(keywords.map(({ field, value, count }) => [`${field} ${value}`, count])).toEqual(frequent);
});
