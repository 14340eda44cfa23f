import type { FacetField, SearchRequest } from "../contracts/types.js";
import { atEnd } from "../store/testing/packages.js";
import { Catalog } from "./catalog.js";
import { KINDS, type Manifest } from "../core/manifests.js";
import { recordOf, type CatalogRecord } from "./records.js";

function record(name: string, change: Partial<CatalogRecord> = {}): CatalogRecord {
  return {
    kind: "dataset",
    name,
    version: "1.0.0",
    title: name,
    columns: [],
    bytes: 1,
    publishedAt: "2026-01-01T00:00:00Z",
    ...change,
  };
}

const gap = { name: "band_gap", unit: "eV" };
const records = [
  record("gaps", {
    ...{
      title: "Experimental band gaps",
      domains: ["materials"],
      tasks: ["regression"],
      license: "MIT",
      type: "tabular",
    },
    ...{
      columns: [{ name: "formula" }, gap],
      keywords: ["semiconductors"],
      rows: 4604,
      bytes: 60_000,
      publishedAt: "2020-05-01T00:00:00Z",
    },
    ...{
      authors: ["Ada Lovelace"],
      organisations: ["Analytical Society"],
      dois: ["10.1000/Gaps"],
      elements: ["Si", "O"],
    },
  }),
  record("gaps-pbe", {
    ...{
      title: "Computed band gaps",
      domains: ["materials"],
      columns: [{ name: "formula" }, { name: "gap pbe", unit: "eV" }],
    },
    ...{
      keywords: ["semiconductors"],
      rows: 100_000,
      bytes: 5e6,
      publishedAt: "2022-05-01T00:00:00Z",
      elements: ["Si"],
      type: "tabular",
    },
  }),
  record("moduli", {
    ...{
      title: "Elastic moduli",
      columns: [{ name: "bulk_modulus", unit: "GPa" }],
      rows: 10,
      bytes: 2e9,
      publishedAt: "2024-05-01T00:00:00Z",
    },
    ...{ authors: ["Grace Hopper"], domains: ["mechanics"], type: "hdf5" },
  }),
  record("solubility", {
    title: "Solubility in water",
    description: "Molecules without any band gap in them, or gaps.",
  }),
  record("gap-forest", { kind: "model", title: "Forest", trainedOn: ["gaps"], type: "onnx" }),
];

function catalogOf(given = records): Catalog {
  const catalog = new Catalog(":memory:");
  atEnd(() => {
    catalog.close();
  });
  catalog.index(given);
  return catalog;
}

const names = async (request: SearchRequest, catalog = catalogOf()) =>
  (await catalog.search(request)).hits.map(({ name }) => name);

test.each([
  ["author:lovelace", ["gaps"]],
  ["author:Ada", ["gaps"]],
  ["doi:10.1000/gaps", ["gaps"]],
  ["doi:https://doi.org/10.1000/GAPS", ["gaps"]],
  ["doi:10.1000", []],
  ["unit:eV", ["gaps-pbe", "gaps"]],
  ["unit:ev", ["gaps-pbe", "gaps"]],
  ["unit:eV,GPa", ["moduli", "gaps-pbe", "gaps"]],
  ["column:gap unit:eV rows>5000", ["gaps-pbe"]],
  [`column:"gap pbe"`, ["gaps-pbe"]],
  ["license:MIT", ["gaps"]],
  ["-domain:materials kind:dataset", ["solubility", "moduli"]],
  ["task:regression", ["gaps"]],
  ["year:2020", ["gaps"]],
  ["year:2021..2024", ["moduli", "gaps-pbe"]],
  ["size>1GB", ["moduli"]],
  ["size<1MB rows>1000", ["gaps"]],
  ["columns:2", ["gaps-pbe", "gaps"]],
  ["type:hdf5", ["moduli"]],
  ["kind:model", ["gap-forest"]],
  ["trained:gaps", ["gap-forest"]],
  ["elements:Si", ["gaps-pbe", "gaps"]],
  ["elements:Si,O", ["gaps"]],
  [`organisation:"analytical society"`, ["gaps"]],
  [`"band gaps" -computed`, ["gaps"]],
  ["-title:band -kind:model -solubility", ["moduli"]],
])("finds by %j", async (query, expected) => {
  expect(await names({ query })).toEqual(expected);
});

test("conditions as data are the same as in the text", async () => {
  expect(
    await names({
      terms: [
        { field: "column", values: ["gap"] },
        { field: "rows", op: ">=", number: 5000 },
      ],
    }),
  ).toEqual(["gaps-pbe"]);
  expect(await names({ query: "band", terms: [{ values: ["computed"], not: true }] })).toEqual(["gaps", "solubility"]);
});

test("says which columns a condition found", async () => {
  const { hits } = await catalogOf().search({ query: "unit:eV column:formula", sort: "name" });
  expect(hits[0]?.matched).toEqual([{ name: "formula" }, gap]);
});

test.each([
  ["band gao", "band gap", ["gaps", "gaps-pbe", "solubility"]],
  ["solubilty", "solubility", ["solubility"]],
  ["experimetnal bnad", "experimental band", ["gaps"]],
  ["author:lovelaec", "author:lovelace", ["gaps"]],
  ["domain:mecanics", "domain:mechanics", ["moduli"]],
  [`"elastci moduli"`, `"elastic moduli"`, ["moduli"]],
  ["semicondutcor", "semiconductors", ["gaps", "gaps-pbe"]],
])("takes %j for %j and says so", async (query, corrected, expected) => {
  const found = await catalogOf().search({ query, limit: 5 });
  expect(found.corrected?.query).toBe(corrected);
  expect(found.hits.map(({ name }) => name).sort()).toEqual([...expected].sort());
  expect(found.corrected?.changes.length).toBeGreaterThan(0);
});

test("what something fits is not corrected, and what nothing is near to finds nothing", async () => {
  const catalog = catalogOf();
  for (const query of ["band gap", "gaps", "rows>1e9", "band rows<0", "unit:eV domain:mechanics"])
    expect((await catalog.search({ query })).corrected).toBeUndefined();
  for (const query of ["zzzzzzzz", "qq", "x".repeat(500)])
    expect(await catalog.search({ query })).toMatchObject({ total: 0, hits: [] });
});

test("finds similar sets by columns, units, keywords and domains, and says what they share", async () => {
  const { hits } = await catalogOf().search({ query: "similar:gaps" });
  expect(hits.map(({ name }) => name)).toEqual(["gaps-pbe"]);
  expect(hits[0]?.shared).toEqual(
    expect.arrayContaining(["unit eV", "keyword semiconductors", "column formula", "domain materials"]),
  );
  await expect(catalogOf().search({ query: "similar:gasp" })).rejects.toThrow(
    "no dataset 'gasp' to be similar to; did you mean gaps",
  );
});

test("says of each similar set what it shares itself", async () => {
  const columns = [{ name: "formula" }];
  const catalog = catalogOf([
    record("a", { keywords: ["zebra", "quark"], columns }),
    record("b", { keywords: ["zebra"] }),
    record("c", { keywords: ["quark"], columns }),
    record("d", { keywords: ["zebra", "quark"], title: "Both" }),
    record("e", { title: "Other" }),
  ]);
  const { hits } = await catalog.search({ query: "similar:a" });
  expect(Object.fromEntries(hits.map(({ name, shared = [] }) => [name, [...shared].sort()]))).toEqual({
    b: ["keyword zebra"],
    c: ["column formula", "keyword quark"],
    d: ["keyword quark", "keyword zebra"],
  });
});

test.each(KINDS)("pages go on after a %s", async (kind) => {
  const catalog = catalogOf(Array.from({ length: 5 }, (_, index) => record(`p-${index}`, { kind, title: "common" })));
  for (const request of [{}, { query: "common" }, { query: "common", sort: "name" as const }]) {
    const first = await catalog.search({ ...request, limit: 3 });
    const second = await catalog.search({ ...request, limit: 3, cursor: first.next ?? "" });
    const whole = await catalog.search({ ...request, limit: 10 });
    expect([...first.hits, ...second.hits]).toEqual(whole.hits);
    expect([whole.kinds[kind], second.next]).toEqual([5, undefined]);
  }
});

test("sorts by date, size, rows and name, in both directions", async () => {
  const sorted = (sort: NonNullable<SearchRequest["sort"]>, order?: SearchRequest["order"]) =>
    names({ kinds: ["dataset"], sort, ...(order ? { order } : {}) });
  expect(await sorted("name")).toEqual(["gaps", "gaps-pbe", "moduli", "solubility"]);
  expect(await sorted("name", "descending")).toEqual(["solubility", "moduli", "gaps-pbe", "gaps"]);
  expect(await sorted("size")).toEqual(["moduli", "gaps-pbe", "gaps", "solubility"]);
  expect(await sorted("date", "ascending")).toEqual(["gaps", "gaps-pbe", "moduli", "solubility"]);
  // What has no rows comes last both ways.
  expect(await sorted("rows")).toEqual(["gaps-pbe", "gaps", "moduli", "solubility"]);
  expect(await sorted("rows", "ascending")).toEqual(["moduli", "gaps", "gaps-pbe", "solubility"]);
  expect(await names({ query: "band", sort: "size", order: "ascending" })).toEqual(["solubility", "gaps", "gaps-pbe"]);
});

test("counts years, sizes, types, organisations and elements", async () => {
  const { facets } = await catalogOf().search({});
  const of = (field: string) =>
    facets.filter((facet) => facet.field === field).map(({ value, count }) => `${value}: ${count}`);
  expect(of("year")).toEqual(["2026: 2", "2024: 1", "2022: 1", "2020: 1"]);
  expect(of("size")).toEqual(["under 1 MB: 3", "1 MB to 100 MB: 1", "1 GB to 100 GB: 1"]);
  expect(of("type")).toEqual(["tabular: 2", "hdf5: 1", "onnx: 1"]);
  expect(of("element")).toEqual(["Si: 2", "O: 1"]);
  expect(of("organisation")).toEqual(["Analytical Society: 1"]);
  expect(await names({ facets: [{ field: "size", value: "1 MB to 100 MB" }] })).toEqual(["gaps-pbe"]);
});

test.each(["date", "name", "relevance"] as const)(
  "pages by %s go on after the last hit, whatever is published meanwhile",
  async (sort) => {
    const many = Array.from({ length: 50 }, (_, index) =>
      record(`p-${String(index).padStart(2, "0")}`, { title: `common ${"x ".repeat(index % 5)}` }),
    );
    const catalog = catalogOf(many);
    const whole = (await catalog.search({ query: "common", sort, limit: 200 })).hits.map(({ name }) => name);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await catalog.search({ query: "common", sort, limit: 7, ...(cursor ? { cursor } : {}) });
      seen.push(...page.hits.map(({ name }) => name));
      cursor = page.next;
      // Newer and earlier in the alphabet: it moves all others down.
      if (seen.length === 14)
        catalog.index([record("a-new", { title: "common", publishedAt: "2027-01-01T00:00:00Z" })]);
    } while (cursor);
    expect(seen.filter((name) => name !== "a-new")).toEqual(whole);
    await expect(catalog.search({ cursor: "nonsense" })).rejects.toThrow("cursor is not one that a search has given");
  },
);

/** A model as it is published. */
function published(name: string, change: object): CatalogRecord {
  const tensor = (columns: object[], more: object = {}) => ({
    name: "t",
    datatype: "FP32",
    shape: [-1, columns.length],
    columns,
    ...more,
  });
  const {
    takes = [tensor([{ name: "weight", unit: "g/mol" }])],
    gives = [tensor([{ name: "gap", unit: "eV" }])],
    ...more
  } = change as { takes?: object[]; gives?: object[] };
  return recordOf({
    ...{
      schemaVersion: 1,
      kind: "model",
      name,
      version: "1.0.0",
      title: name,
      publishedAt: "2026-01-01T00:00:00Z",
      format: "onnx",
      entry: "m.onnx",
      files: [],
    },
    ...{ signature: { inputs: takes, outputs: gives }, ...more },
  } as unknown as Manifest);
}

const models = () =>
  catalogOf([
    published("forest", {
      ...{
        tasks: ["regression"],
        license: "MIT",
        authors: [{ name: "Ada Lovelace" }],
        environment: { "scikit-learn": "1.9.1" },
      },
      ...{ trainedOn: [{ dataset: "gaps", version: "1.0.0", split: "train" }], metrics: [{ name: "MAE", value: 0.3 }] },
    }),
    published("molecules", {
      takes: [{ name: "s", datatype: "BYTES", shape: [-1], columns: [{ name: "smiles" }] }],
      ...{
        gives: [{ name: "c", datatype: "INT64", shape: [-1], columns: [{ name: "toxic", classes: ["no", "yes"] }] }],
        format: "torch",
      },
    }),
    published("spectra", {
      takes: [{ name: "x", datatype: "FP32", shape: [-1, 1, 128], columns: [{ name: "intensity", unit: "counts" }] }],
      metrics: [{ name: "R2", value: 0.9 }],
    }),
  ]);

test.each([
  ["task:regression", ["forest"]],
  ["input:smiles", ["molecules"]],
  ["takes:array", ["spectra"]],
  ["output:class", ["molecules"]],
  ["gives:number", ["forest", "spectra"]],
  ["input_unit:g/mol", ["forest"]],
  ["output_unit:eV", ["forest", "spectra"]],
  ["trained:gaps", ["forest"]],
  ["framework:scikit-learn", ["forest"]],
  ["framework:pytorch", ["molecules"]],
  ["author:lovelace", ["forest"]],
  ["license:MIT", ["forest"]],
  ["metric:MAE", ["forest"]],
  ["metric:mae,R2 -task:regression", ["spectra"]],
])("finds models by %j", async (query, expected) => {
  expect((await names({ query, sort: "name" }, models())).sort()).toEqual(expected);
});

test("counts what models take, give, were trained on and made with, and narrows by it", async () => {
  const { facets } = await models().search({});
  const of = (field: string) =>
    facets.filter((facet) => facet.field === field).map(({ value, count }) => `${value}: ${count}`);
  expect(of("input")).toEqual(["array: 1", "number: 1", "smiles: 1"]);
  expect(of("output")).toEqual(["number: 2", "class: 1"]);
  expect(of("output_unit")).toEqual(["eV: 2"]);
  expect(of("trained")).toEqual(["gaps: 1"]);
  expect(of("framework")).toEqual(["PyTorch: 1", "scikit-learn: 1"]);
  expect(of("metric")).toEqual(["MAE: 1", "R2: 1"]);
  expect(of("author")).toEqual(["Ada Lovelace: 1"]);
  expect(of("license")).toEqual(["MIT: 1"]);
  expect(of("task")).toEqual(["regression: 1"]);
  expect(of("input_unit")).toEqual(["count: 1", "g/mol: 1"]);
  const chosen: Record<string, string> = {
    ...{
      trained: "gaps",
      author: "Ada Lovelace",
      license: "MIT",
      task: "regression",
      metric: "MAE",
      framework: "scikit-learn",
    },
    ...{ input: "number", input_unit: "g/mol" },
  };
  for (const [field, value] of Object.entries(chosen)) {
    expect([field, await names({ facets: [{ field: field as FacetField, value }] }, models())]).toEqual([
      field,
      ["forest"],
    ]);
  }
});
