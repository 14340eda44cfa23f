import { SiteSearch, siteIndex, type SiteRecord } from "./search-index.js";

const record = (name: string, title: string, more: Partial<SiteRecord> = {}): SiteRecord => ({
  hit: { kind: "dataset", name, version: "1.0.0", title, bytes: 1, publishedAt: `2026-01-0${name.length}T00:00:00Z` },
  words: [title, name, "", ""],
  facets: [["kind", "dataset"]],
  ...more,
});

// As it is written to a file and read again.
const searchOf = (records: SiteRecord[]) =>
  new SiteSearch(JSON.parse(JSON.stringify(siteIndex(records))) as ReturnType<typeof siteIndex>);
const search = searchOf([
  record("gaps", "Band gaps", {
    facets: [
      ["kind", "dataset"],
      ["license", "MIT"],
      ["unit", "eV"],
    ],
  }),
  record("glass", "Metallic glasses", {
    words: ["Metallic glasses", "glass", "gap eV", ""],
    facets: [
      ["kind", "dataset"],
      ["license", "CC0"],
    ],
  }),
  record("forest", "Gap forest", {
    hit: {
      kind: "model",
      name: "forest",
      version: "1.0.0",
      title: "Gap forest",
      bytes: 1,
      publishedAt: "2026-02-01T00:00:00Z",
    },
    facets: [
      ["kind", "model"],
      ["license", "MIT"],
    ],
  }),
]);
const names = (request: Parameters<SiteSearch["search"]>[0]) => search.search(request).hits.map(({ name }) => name);

test("finds words, their beginnings, and words with a slip", () => {
  expect(names({ query: "gap" })).toEqual(expect.arrayContaining(["forest", "gaps", "glass"]));
  expect(names({ query: "metal" })).toEqual(["glass"]);
  expect(names({ query: "metalic glases" })).toEqual(["glass"]);
  expect(names({ query: "band forest" })).toEqual([]);
  expect(names({ query: "" })).toEqual(["forest", "glass", "gaps"]);
});

test("narrows by facets, whose own choice does not narrow their counts", () => {
  const found = search.search({ query: "gap", kinds: ["dataset"], facets: [{ field: "license", value: "MIT" }] });
  expect(found.hits.map(({ name }) => name)).toEqual(["gaps"]);
  expect(found.kinds).toEqual({ dataset: 1, model: 1, benchmark: 0 });
  expect(found.facets.filter(({ field }) => field === "license")).toEqual([
    { field: "license", value: "CC0", count: 1 },
    { field: "license", value: "MIT", count: 1 },
  ]);
  expect(search.search({ limit: 1, offset: 1 })).toMatchObject({ total: 3, hits: [{ name: "glass" }] });
});

test.each(["\u0000", "((", "'", "\ud800", "a".repeat(1000), "__proto__ constructor"])(
  "takes the query %j as words",
  (query) => {
    expect(search.search({ query }).total).toBeGreaterThanOrEqual(0);
  },
);
