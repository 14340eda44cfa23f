import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SearchRequest } from "../contracts/types.js";
import { FolderStore } from "../store/folder-store.js";
import { publishFolder } from "../store/publish-folder.js";
import { atEnd, preparedDataset, preparedModel, temporaryFolder } from "../store/testing/packages.js";
import { Catalog } from "./catalog.js";
import type { CatalogRecord } from "./records.js";

function record(name: string, change: Partial<CatalogRecord> = {}): CatalogRecord {
  const columns = change.columns ?? [];
  return {
    kind: "dataset",
    name,
    version: "1.0.0",
    title: name,
    columns,
    bytes: 1,
    publishedAt: "2026-01-01T00:00:00Z",
    ...change,
  };
}

const records = [
  record("a-columns", { title: "First", columns: [{ name: "gap", unit: "eV" }], license: "MIT" }),
  record("b-title", { title: "Band gap", domains: ["physics"], license: "MIT", publishedAt: "2026-02-01T00:00:00Z" }),
  record("c-description", { title: "Third", description: "It has a gap in it.", domains: ["physics"] }),
  record("d-keyword", { title: "Fourth", keywords: ["gap"], domains: ["chemistry"], license: "CC0" }),
  record("e-model", { kind: "model", title: "Gap forest", domains: ["chemistry"], trainedOn: ["b-title"] }),
  record("f-other", { title: "Løslighet i vann", description: "Solubility of molecules" }),
];

function catalogOf(given = records): Catalog {
  const catalog = new Catalog(":memory:");
  atEnd(() => {
    catalog.close();
  });
  catalog.index(given);
  return catalog;
}

const names = async (catalog: Catalog, request: SearchRequest) =>
  (await catalog.search(request)).hits.map(({ name }) => name);

test("ranks title over name and keywords over columns over description", async () => {
  const { hits, total, kinds } = await catalogOf().search({ query: "gap", kinds: ["dataset"] });
  expect(hits.map(({ name }) => name)).toEqual(["b-title", "d-keyword", "a-columns", "c-description"]);
  expect([...hits].sort((a, b) => b.score - a.score)).toEqual(hits);
  expect([total, kinds]).toEqual([4, { dataset: 4, model: 1, benchmark: 0 }]);
});

test("the last word is the beginning of a word, the others are whole", async () => {
  const catalog = catalogOf();
  expect(await names(catalog, { query: "band g" })).toEqual(["b-title"]);
  expect(await catalog.search({ query: "ba gap" })).toMatchObject({ lacking: ["ba"] });
  expect(await names(catalog, { query: "SOLUB" })).toEqual(["f-other"]);
  expect(await names(catalog, { query: "molecule" })).toEqual(["f-other"]);
  expect(await names(catalog, { query: "band gaps" })).toEqual(["b-title"]);
  expect(await names(catalog, { query: `"gap band"` })).toEqual([]);
  expect(await names(catalog, { query: "b-title" })).toEqual(["b-title"]);
});

test("marks what matched in the title and in an excerpt", async () => {
  const far = record("far", {
    title: "Far",
    description: `${"word ".repeat(100)}the ga\u0002p needle is here ${"word ".repeat(100)}`,
  });
  const { hits } = await catalogOf([far]).search({ query: "needle" });
  expect(hits[0]?.highlights?.description).toMatch(/^…word .*the gap \u0002needle\u0003 is here.*…$/);
  expect(hits[0]?.highlights?.description?.length).toBeLessThan(260);
  const { hits: titled } = await catalogOf().search({ query: "ban" });
  expect(titled[0]?.highlights?.title).toBe("\u0002Band\u0003 gap");
});

test("counts facets: a field's own choice does not narrow its counts, the others' do", async () => {
  const catalog = catalogOf();
  const all = await catalog.search({ query: "gap" });
  const count = (found: typeof all, field: string) =>
    Object.fromEntries(found.facets.filter((facet) => facet.field === field).map(({ value, count }) => [value, count]));
  expect(count(all, "domain")).toEqual({ chemistry: 2, physics: 2 });
  const physics = await catalog.search({ query: "gap", facets: [{ field: "domain", value: "physics" }] });
  expect(physics.hits.map(({ name }) => name)).toEqual(["b-title", "c-description"]);
  expect(count(physics, "domain")).toEqual({ chemistry: 2, physics: 2 });
  expect(count(physics, "license")).toEqual({ MIT: 1 });
  expect(physics.kinds).toEqual({ dataset: 2, model: 0, benchmark: 0 });
  const both = await catalog.search({
    facets: [
      { field: "domain", value: "physics" },
      { field: "domain", value: "chemistry" },
      { field: "license", value: "MIT" },
    ],
  });
  expect(both.hits.map(({ name }) => name)).toEqual(["b-title"]);
  expect(count(both, "license")).toEqual({ CC0: 1, MIT: 1 });
  expect((await catalog.search({ facets: [{ field: "unit", value: "eV" }] })).total).toBe(1);
  const nothing = await catalog.search({ query: "gap", facets: [{ field: "keyword", value: "none such" }] });
  expect([nothing.total, nothing.hits]).toEqual([0, []]);
});

test("without words everything is there, newest first, in pages", async () => {
  const catalog = catalogOf();
  expect(await names(catalog, { query: "  " })).toEqual([
    "b-title",
    "a-columns",
    "c-description",
    "d-keyword",
    "f-other",
    "e-model",
  ]);
  expect(await names(catalog, { limit: 2, offset: 1 })).toEqual(["a-columns", "c-description"]);
  expect(await catalog.search({ limit: 0 })).toMatchObject({ total: 6, hits: [] });
  expect(await catalog.search({ offset: 100_000 })).toMatchObject({ total: 6, hits: [] });
});

test.each([
  `"`,
  `""`,
  `gap"`,
  `"gap`,
  `gap AND`,
  "NOT gap",
  "gap OR",
  "NEAR(gap",
  "title:gap",
  "{title}: gap",
  "^gap",
  "gap*",
  "*",
  "**",
  "(",
  ")",
  "-gap",
  "+",
  "gap + band",
  "'; DROP TABLE words; --",
  "\u0000",
  "gap\u0000band",
  "🙂",
  "漢字",
  "\ud800",
  "́",
  "𞤀𞤁",
  "%_",
  "a".repeat(1000),
  "gap ".repeat(250),
  `${`"`.repeat(999)}a`,
  "id:1",
  "rank",
  "words",
  "[gap]",
  "@#$%^&()=+",
])("takes the query %j as nothing but words", async (query) => {
  const { total, hits } = await catalogOf().search({ query });
  expect(total).toBeGreaterThanOrEqual(hits.length);
});

test("words of FTS5's own language are words", async () => {
  const catalog = catalogOf([record("x", { title: "Near and not or" }), record("y", { title: "Other" })]);
  expect(await names(catalog, { query: "NEAR AND NOT OR" })).toEqual(["x"]);
});

test("a choice that few of many matches pass finds the same as a search among them", async () => {
  const many = Array.from({ length: 3000 }, (_, index) =>
    record(`p-${index}`, {
      title: `common ${"word ".repeat(index % 7)}`,
      tasks: [index % 500 === 3 ? "rare" : "usual"],
    }),
  );
  const catalog = catalogOf(many);
  const all = (await catalog.search({ query: "common", limit: 200 })).hits;
  const rare = await catalog.search({
    query: "common",
    facets: [{ field: "task", value: "rare" }],
    limit: 3,
    offset: 2,
  });
  const usual = await catalog.search({ query: "common", facets: [{ field: "task", value: "usual" }], limit: 100 });
  const isRare = ({ name }: { name: string }) => Number(name.slice(2)) % 500 === 3;
  expect([rare.total, rare.hits.length, rare.hits.every(isRare)]).toEqual([6, 3, true]);
  expect(usual.hits).toEqual(all.filter((hit) => !isRare(hit)).slice(0, 100));
});

async function storeWithIndex() {
  const [folder, cache] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  const store = await FolderStore.open(folder);
  const open = () => {
    const catalog = Catalog.of(store, cache);
    atEnd(() => {
      catalog.close();
    });
    return catalog;
  };
  return { store, cache, open };
}

test("follows the store's log: the newest version of each package, whoever published it", async () => {
  const { store, open } = await storeWithIndex();
  const [ours, theirs] = [open(), open()];
  expect((await ours.search({})).total).toBe(0);
  await publishFolder(store, await preparedDataset());
  expect(await names(ours, { query: "semicond" })).toEqual(["band-gaps"]);
  await publishFolder(
    store,
    await preparedDataset({ version: "1.1.0", title: "Newer", description: "", keywords: [] }),
  );
  await publishFolder(store, await preparedDataset({ version: "1.0.1" }));
  await publishFolder(store, await preparedModel());
  for (const catalog of [ours, theirs]) {
    expect((await catalog.search({ kinds: ["dataset"] })).hits).toMatchObject([
      { name: "band-gaps", version: "1.1.0" },
    ]);
    expect(await names(catalog, { query: "semicond" })).toEqual([]);
    expect(await catalog.counts()).toEqual({ kinds: { dataset: 1, model: 1, benchmark: 0 } });
    expect(await catalog.modelsTrainedOn("band-gaps")).toMatchObject([{ name: "gap-forest" }]);
    expect(await catalog.modelsTrainedOn("other")).toEqual([]);
  }
});

test("a version that was withdrawn gives way to the one before it", async () => {
  const { store, open } = await storeWithIndex();
  const catalog = open();
  await publishFolder(store, await preparedDataset());
  await publishFolder(store, await preparedDataset({ version: "2.0.0" }));
  const withdraw = (version: string) =>
    store.append({ action: "withdrawn", kind: "dataset", name: "band-gaps", version, at: new Date().toISOString() });
  await withdraw("2.0.0");
  expect((await catalog.search({})).hits).toMatchObject([{ version: "1.0.0" }]);
  await withdraw("1.0.0");
  expect((await catalog.search({ query: "band" })).total).toBe(0);
});

test("is rebuilt when it is deleted, and when it is broken", async () => {
  const { store, cache, open } = await storeWithIndex();
  await publishFolder(store, await preparedDataset());
  expect(await names(open(), { query: "band" })).toEqual(["band-gaps"]);
  await rm(join(cache, "catalog"), { recursive: true });
  const again = open();
  expect(await names(again, { query: "band" })).toEqual(["band-gaps"]);
  again.close();
  const [file] = (await import("node:fs")).readdirSync(join(cache, "catalog"));
  await writeFile(
    join(cache, "catalog", file ?? ""),
    "no database at all, but long enough to be read as one".repeat(100),
  );
  expect(await names(open(), { query: "band" })).toEqual(["band-gaps"]);
});

test("one broken manifest does not hide the other packages", async () => {
  const { store, open } = await storeWithIndex();
  await publishFolder(store, await preparedDataset());
  await publishFolder(store, await preparedDataset({ name: "other" }));
  await writeFile(join(store.location, "datasets/other/1.0.0/dataset.json"), "{");
  expect(await names(open(), {})).toEqual(["band-gaps"]);
});
