import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { atEnd } from "../../store/testing/packages.js";
import { Catalogs, readAddresses } from "./catalogs.js";

const recorded = (name: string) => readFile(join("src/catalog/providers/testing", `${name}.json`), "utf8");

/** A server that answers with what a catalog answered; `asked` is what it was asked. */
async function serverOf(answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>) {
  const asked: URL[] = [];
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? "", "http://localhost"));
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** An address at which nothing listens. */
async function closed(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const answering = (name: string) => serverOf(async (_request, response) => void response.end(await recorded(name)));

test("Foundry and MDF: advanced queries of Globus Search, and both of its shapes", async () => {
  const { url, asked } = await answering("globus-search");
  const catalogs = new Catalogs({ addresses: { foundry: url, mdf: url } });
  const { catalogs: answers } = await catalogs.search({ query: 'band "gap):', catalogs: ["foundry", "mdf"], limit: 5 });
  expect(answers[0]).toMatchObject({
    ...{ catalog: "foundry", title: "Foundry", state: "answered", total: 2 },
    hits: [
      {
        ...{
          id: "foundry_elwood_md_v1.2",
          title: "Polymer glass transitions from molecular dynamics",
          year: 2022,
          doi: "10.18126/8p6m-e135",
        },
        ...{
          authors: ["Elwood, Ada", "Person, Other"],
          rows: 410,
          bytes: 812_345,
          version: "1.2",
          license: "CC-BY 4.0",
          keywords: ["polymers"],
        },
      },
      { id: "mdf_old_v1", title: "An older record" },
    ],
  });
  expect(asked.map((one) => one.searchParams.get("q")).sort()).toEqual([
    '(band AND gap) AND mdf.resource_type:"dataset"',
    '(band AND gap) AND mdf.resource_type:"dataset" AND mdf.organizations:"foundry"',
  ]);
  expect(asked[0]?.searchParams.get("advanced")).toBe("true");
});

test("Hugging Face: tags say license and tasks, and each set has its Croissant", async () => {
  const { url, asked } = await answering("huggingface");
  const { catalogs } = await new Catalogs({ addresses: { huggingface: url } }).search({
    query: "band gap",
    catalogs: ["huggingface"],
  });
  expect(catalogs[0]?.hits[0]).toEqual({
    ...{
      catalog: "huggingface",
      id: "someone/band-gaps",
      title: "Band gaps",
      description: "Experimental band gaps & formulas",
      authors: ["someone"],
    },
    ...{
      year: 2024,
      license: "mit",
      keywords: ["tabular-regression", "chemistry"],
      url: `${url}/datasets/someone/band-gaps`,
      doi: "10.57967/hf/1234",
    },
    ...{
      croissant: `${url}/api/datasets/someone/band-gaps/croissant`,
      load: 'datasets.load_dataset("someone/band-gaps")',
    },
  });
  expect(asked[0]?.searchParams.get("search")).toBe("band gap");
});

test("OpenML: asks for the name in both spellings, and nothing found is not a failure", async () => {
  const { url, asked } = await serverOf(async (request, response) => {
    if (request.url?.includes("band-gap")) response.end(await recorded("openml"));
    else response.writeHead(412).end('{"error":{"code":"372","message":"No results"}}');
  });
  const { catalogs } = await new Catalogs({ addresses: { openml: url } }).search({
    query: "band gap",
    catalogs: ["openml"],
  });
  expect(catalogs[0]).toMatchObject({
    state: "answered",
    hits: [{ id: "61", title: "band-gap", version: "1", rows: 150, load: "openml.datasets.get_dataset(61)" }],
  });
  expect(asked.map(({ pathname }) => pathname).sort()).toEqual([
    "/api/v1/json/data/list/status/active/data_name/band-gap/limit/10",
    "/api/v1/json/data/list/status/active/data_name/band_gap/limit/10",
  ]);
});

test("Zenodo: datasets only, with HTML as plain text", async () => {
  const { url, asked } = await answering("zenodo");
  const { catalogs } = await new Catalogs({ addresses: { zenodo: url } }).search({
    query: "band gap",
    catalogs: ["zenodo"],
    limit: 3,
  });
  expect(catalogs[0]).toMatchObject({
    ...{ total: 1234, state: "answered" },
    hits: [
      {
        ...{
          id: "7654321",
          title: "Band gaps of oxides",
          description: "Measured & computed gaps.",
          doi: "10.5281/zenodo.7654321",
          year: 2023,
        },
        ...{
          authors: ["Lovelace, Ada"],
          license: "cc-by-4.0",
          bytes: 3072,
          url: "https://zenodo.org/records/7654321",
          version: "2.0.0",
        },
      },
    ],
  });
  expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual({
    q: "band gap",
    type: "dataset",
    size: "3",
    sort: "bestmatch",
  });
});

test("any croissant.json: found by its words and its fields", async () => {
  const { url } = await answering("croissant");
  const address = `${url}/croissant.json`;
  const find = async (query: string) =>
    (await new Catalogs({ anyAddress: true }).search({ query, catalogs: [address] })).catalogs[0];
  expect((await find("titanic survived"))?.hits[0]).toMatchObject({
    ...{
      catalog: address,
      id: "titanic",
      title: "titanic",
      license: "CC0-1.0",
      year: 2024,
      bytes: 120_000,
      doi: "10.1000/titanic",
    },
    ...{ authors: ["A. Person"], load: `mlcroissant.Dataset("${address}")` },
  });
  expect(await find("perovskite")).toMatchObject({ state: "answered", total: 0, hits: [] });
});

test.each([
  ["nothing listens", undefined, "Zenodo does not answer (ECONNREFUSED)"],
  ["it fails", (response: ServerResponse) => response.writeHead(503).end(), "Zenodo refuses the search (503"],
  [
    "it is asked too often",
    (response: ServerResponse) => response.writeHead(429).end(),
    "takes no more questions for now",
  ],
  ["it answers with a page", (response: ServerResponse) => response.end("<html>maintenance</html>"), "cannot be read"],
  ["it hangs up", (response: ServerResponse) => response.destroy(), "Zenodo does not answer"],
])("a catalog is offline, with a sentence, where %s; the others answer", async (_, answer, said) => {
  const { url: other } = await answering("huggingface");
  const url = answer ? (await serverOf((_request, response) => void answer(response))).url : await closed();
  const { catalogs } = await new Catalogs({ addresses: { zenodo: url, huggingface: other } }).search({
    query: "x",
    catalogs: ["zenodo", "huggingface"],
  });
  expect(catalogs.map(({ state }) => state)).toEqual(["offline", "answered"]);
  expect(catalogs[0]).toMatchObject({
    hits: [],
    problem: { type: "unavailable", detail: expect.stringContaining(said) as string },
  });
});

test.each([{ hits: 3 }, [], null, { hits: { hits: [null, 3, { id: 1 }, { id: 2, metadata: { title: ["x"] } }] } }])(
  "what is not a record is left out of %j",
  async (value) => {
    const { url } = await serverOf((_request, response) => void response.end(JSON.stringify(value)));
    const addresses = { zenodo: url, huggingface: url, mdf: url, openml: url };
    const { catalogs } = await new Catalogs({ addresses }).search({ catalogs: Object.keys(addresses) });
    for (const { state, hits } of catalogs) expect([state, hits]).toEqual(["answered", []]);
  },
);

test("unknown names, addresses that may not be fetched, and a wrong setting are refused in a sentence", async () => {
  await expect(new Catalogs().search({ catalogs: ["zenod"] })).rejects.toThrow(
    "There is no catalog 'zenod'; there are foundry, mdf",
  );
  await expect(new Catalogs().search({ catalogs: ["http://127.0.0.1:9/croissant.json"] })).rejects.toThrow(
    "fetches no addresses that others name",
  );
  await expect(new Catalogs({ addresses: { openml: "off" } }).search({ catalogs: ["openml"] })).rejects.toThrow(
    "no catalog 'openml'",
  );
  expect(readAddresses("zenodo=https://x.org/, openml=off")).toEqual({ zenodo: "https://x.org", openml: "off" });
  expect(() => readAddresses("zenodo=ftp://x")).toThrow("cannot be read at 'zenodo=ftp://x'");
  expect(() => readAddresses("constructor=off")).toThrow("cannot be read");
});
