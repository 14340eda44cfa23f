import type { Problem } from "../contracts/types.js";
import { publishFolder } from "../store/publish-folder.js";
import { preparedDataset, preparedModel } from "../store/testing/packages.js";
import { startDataCite } from "../registry/testing/datacite-stand-in.js";
import { startHub } from "./testing/hubs.js";

const HOSTILE = `</script><script>alert(1)</script>`;

async function hubWithPackages() {
  const hub = await startHub();
  await publishFolder(hub.store, await preparedDataset({ title: HOSTILE }));
  await publishFolder(hub.store, await preparedModel());
  return hub;
}

test("serves Croissant with its media type, and addresses at which files are", async () => {
  const { ask, url } = await hubWithPackages();
  const answer = await ask("/api/v1/datasets/band-gaps/1/croissant");
  expect(answer.headers.get("content-type")).toBe('application/ld+json; profile="http://mlcommons.org/croissant/1.1"');
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  const text = await answer.text();
  expect(text).not.toContain("<");
  const document = JSON.parse(text) as {
    alternateName: string;
    distribution: { "@id": string; contentUrl: string; sha256: string }[];
  };
  expect(document.alternateName).toBe(HOSTILE);
  const file = document.distribution.find((one) => one["@id"] === "data/train.parquet");
  expect(file?.contentUrl).toBe(`${url}/api/v1/datasets/band-gaps/1.0.0/files/data/train.parquet`);
  expect((await ask(new URL(file?.contentUrl ?? "").pathname)).status).toBe(200);
}, 30_000);

test.each([
  ["bibtex", "application/x-bibtex; charset=utf-8", "@misc{gap-forest-1.0.0,"],
  ["ris", "application/x-research-info-systems; charset=utf-8", "TY  - COMP"],
  ["csl", "application/vnd.citationstyles.csl+json", `"type": "software"`],
  ["apa", "text/plain; charset=utf-8", "[Computer software]"],
  ["datacite-xml", "application/vnd.datacite.datacite+xml", 'resourceTypeGeneral="Model"'],
])(
  "serves the citation as %s",
  async (format, type, part) => {
    const { ask } = await hubWithPackages();
    const answer = await ask(`/api/v1/models/gap-forest/latest/citation?format=${format}`);
    expect(answer.headers.get("content-type")).toBe(type);
    expect(await answer.text()).toContain(part);
    // The first to cite loads the citation library.
  },
  30_000,
);

test("a format that there is not, and an unknown DOI, are refused in one sentence", async () => {
  const { ask } = await hubWithPackages();
  for (const [path, status] of [
    ["/api/v1/datasets/band-gaps/1.0.0/citation?format=word", 400],
    ["/api/v1/datasets/band-gaps/1.0.0/citation?format=ris&format=apa", 400],
    ["/api/v1/datasets/none/1.0.0/croissant", 404],
    ["/api/v1/dois/10.1234/none", 404],
    ["/api/v1/dois/nonsense", 400],
  ] as const) {
    const answer = await ask(path);
    expect([path, answer.status]).toEqual([path, status]);
    expect(((await answer.json()) as Problem).detail).toMatch(/^[^\n]+[.?]$/);
  }
});

test("mints a DOI, and shows it in the manifest, by DOI and in DataCite's metadata", async () => {
  const { client, ask } = await hubWithPackages();
  expect((await client.search({ query: "band" })).total).toBe(2);
  await expect(client.mintDoi("dataset", "band-gaps", "1.0.0")).rejects.toMatchObject({ type: "unavailable" });
  const { settings } = await startDataCite();
  const before = { ...process.env };
  Object.assign(process.env, {
    FOUNDRY_DATACITE_URL: settings.url,
    FOUNDRY_DATACITE_PREFIX: settings.prefix,
    FOUNDRY_DATACITE_USER: settings.user,
    FOUNDRY_DATACITE_PASSWORD: settings.password,
    FOUNDRY_DATACITE_LANDING: "https://hub.example.org/{name}",
  });
  try {
    const { doi, state } = await client.mintDoi("dataset", "band-gaps", "1.0.0");
    expect(state).toBe("findable");
    expect(await client.dataset("band-gaps")).toMatchObject({ doi });
    expect(await client.findDoi(doi)).toEqual({ doi, kind: "dataset", name: "band-gaps", version: "1.0.0" });
    expect(await (await ask("/api/v1/datasets/band-gaps/1.0.0/datacite")).json()).toMatchObject({
      doi,
      titles: [{ title: HOSTILE }],
    });
    expect((await client.search({ query: `"${doi}"` })).total).toBe(1);
  } finally {
    process.env = before;
  }
});
