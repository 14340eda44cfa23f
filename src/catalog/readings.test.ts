import { readFileSync } from "node:fs";
import type { Kind, SearchRequest } from "../contracts/types.js";
import { atEnd } from "../store/testing/packages.js";
import { Catalog } from "./catalog.js";
import type { CatalogRecord } from "./records.js";
import { isOtherSubstance } from "./substances.js";

interface Corpus {
  packages: (Partial<CatalogRecord> & { kind: Kind; name: string; title: string })[];
  queries: { kind: string; query: string; answer: string }[];
}
const corpus = JSON.parse(readFileSync(new URL("../../bench/search-quality.json", import.meta.url), "utf8")) as Corpus;

let catalog: Catalog;
beforeAll(() => {
  catalog = new Catalog(":memory:");
  const rest = { version: "1.0.0", bytes: 1, publishedAt: "2026-01-01T00:00:00Z", columns: [] };
  catalog.index(corpus.packages.map((one) => ({ ...rest, ...one })));
});
afterAll(() => {
  catalog.close();
});
const search = (query: string, more: SearchRequest = {}) => catalog.search({ query, limit: 5, ...more });
const names = async (query: string) => (await search(query)).hits.map(({ name }) => name);

test("finds what people mean: 85 of 92 first, 90 among five", async () => {
  const found = await Promise.all(
    corpus.queries.map(async ({ query, answer }) => ({ answer, hits: await names(query) })),
  );
  expect(found).toHaveLength(92);
  expect(found.filter(({ answer, hits }) => hits[0] === answer).length).toBeGreaterThanOrEqual(85);
  expect(found.filter(({ answer, hits }) => hits.includes(answer)).length).toBeGreaterThanOrEqual(90);
});

test.each([
  ["band gaps", "band gap"],
  ["modulus", "moduli"],
  ["vacancy", "vacancies"],
  ["spectrum", "spectra"],
  ["sulphur", "sulfur"],
  ["aluminum corrosion", "aluminium corrosion"],
  ["unit:%", "unit:percent"],
  ["unit:kelvin", "unit:K"],
  ["unit:°C", "unit:celsius"],
  ["unit:J/m^2", "unit:J/m**2"],
])("%j and %j find the same", async (one, other) => {
  const [found, same] = [await search(one, { limit: 100 }), await search(other, { limit: 100 })];
  const sorted = ({ hits }: typeof found) => hits.map(({ name }) => name).sort();
  expect(sorted(found)).toEqual(sorted(same));
});

test("a part that nothing has is left out by name, and so are words that say nothing", async () => {
  expect(await search("water solubility of zebras")).toMatchObject({
    dropped: ["of"],
    lacking: ["zebras"],
    hits: [{ name: "solubility" }],
  });
  const sentence = await search("datasets about band gaps of semiconductors");
  expect(sentence).toMatchObject({ dropped: ["about", "of"], kinds: { model: 0 } });
  expect(sentence.lacking).toBeUndefined();
  // Symbols of elements are no words of a sentence, and what is in quotes is what it says.
  expect((await search("arsenic In As")).dropped).toBeUndefined();
  expect(await search(`"the band gap of"`)).toMatchObject({ total: 0 });
  expect((await search("zebras quaggas")).lacking).toBeUndefined();
});

test("conditions hold in a partial match too", async () => {
  const found = await search("band gap zebras unit:eV kind:dataset -polymers");
  expect(found.lacking).toEqual(["zebras"]);
  for (const { kind, name } of found.hits) expect([kind, name]).not.toEqual(["dataset", "polymer-bandgap"]);
  expect(new Set(found.hits.map(({ kind }) => kind))).toEqual(new Set(["dataset"]));
});

test("a word that the store has is not corrected, nor a word to another substance", async () => {
  const cells = await search("lithium-ion battery");
  expect(cells.corrected).toBeUndefined();
  expect(cells.hits[0]?.name).toBe("li-ion-electrolytes");
  expect((await search("nitrite")).hits).toEqual([]);
  expect((await search("perovksite")).corrected?.query).toBe("perovskite");
});

test.each([
  ["nitrate", "nitride"],
  ["nitrite", "nitrate"],
  ["sulfide", "sulfate"],
  ["terbium", "erbium"],
  ["cerium", "cesium"],
  ["silicon", "silicone"],
  ["propane", "propene"],
  ["methane", "methanol"],
  ["BaTiO", "batio3"],
])("%j is not %j", (word, other) => {
  expect(isOtherSubstance(word, other)).toBe(true);
});

test.each([
  ["perovksite", "perovskite"],
  ["silcate", "silicate"],
  ["titanuim", "titanium"],
  ["conductivty", "conductivity"],
])("%j may be %j", (word, other) => {
  expect(isOtherSubstance(word, other)).toBe(false);
});

test("a formula that no text has is found by its elements", async () => {
  const { hits, terms } = await search("ZnTiN2");
  expect(terms).toEqual([{ field: "element", values: ["Zn", "Ti", "N"] }]);
  expect(hits.map(({ name }) => name)).toEqual(["nitride-semiconductors"]);
});

test("marks what a word stands for", async () => {
  const { hits } = await search("bandgap measured");
  expect(hits[0]?.highlights?.title).toBe("Experimental \u0002band\u0003 \u0002gaps\u0003");
});

test("an index that changes is searched as it is", async () => {
  const other = new Catalog(":memory:");
  atEnd(() => {
    other.close();
  });
  expect((await other.search({ query: "bandgap" })).total).toBe(0);
  const [first] = corpus.packages;
  other.index([
    { version: "1.0.0", bytes: 1, publishedAt: "2026-01-01T00:00:00Z", columns: [], ...first } as CatalogRecord,
  ]);
  expect((await other.search({ query: "bandgap" })).total).toBe(1);
});
