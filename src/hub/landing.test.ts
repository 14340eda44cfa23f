import { publishFolder } from "../store/publish-folder.js";
import { act } from "../store/lifecycle-actions.js";
import { preparedDataset, preparedModel } from "../store/testing/packages.js";
import { startHub } from "./testing/hubs.js";

const ATTACK = `<img src=x onerror=alert(1)></script><script>alert(2)</script>"'`;

async function publicHub() {
  const hub = await startHub(undefined, { publicRead: true });
  const authors = [{ name: "Ådne Øystein", orcid: "0000-0002-1825-0097" }];
  await publishFolder(
    hub.store,
    await preparedDataset({ authors, description: `Gaps. ${ATTACK}`, keywords: [ATTACK] }),
  );
  await publishFolder(hub.store, await preparedDataset({ version: "1.1.0", authors }));
  await publishFolder(
    hub.store,
    await preparedModel({ authors, card: `# Forest\n\n**bold** ${ATTACK} [x](javascript:alert(1))` }),
  );
  const get = (path: string) => fetch(hub.url + path);
  return { ...hub, get };
}

test.each([
  ["/datasets", ["Datasets", `href="./datasets/band-gaps/"`]],
  ["/datasets/", [`href="../datasets/band-gaps/"`]],
  [
    "/datasets/band-gaps",
    ["Experimental band gaps", "band-gaps@1.1.0", "CC-BY-4.0", "10.1000/gaps", "eV", `href="../models/gap-forest/"`],
  ],
  ["/datasets/band-gaps/1.0.0", ["band-gaps@1.0.0", `href="../../authors/adne-øystein/"`]],
  ["/models/gap-forest", ["Forest on band gaps", "<strong>bold</strong>", "band-gaps@1.0.0", "0.41 eV"]],
  ["/authors", ["Ådne Øystein", "2 packages"]],
  ["/authors/adne-øystein", ["https://orcid.org/0000-0002-1825-0097", "Experimental band gaps", "Forest on band gaps"]],
])("%s is a page that is read without JavaScript", async (path, texts) => {
  const { get } = await publicHub();
  const answer = await get(path);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  const page = await answer.text();
  for (const text of texts) expect(page).toContain(text);
  expect(page).toMatch(/^<!doctype html>\n<html lang="en"/);
});

test("a model's page says that it is deprecated and what to use instead, and leads to its versions", async () => {
  const { get, store } = await publicHub();
  const uses = { intendedUse: "Screening **only**.", limits: `No oxides. ${ATTACK}` };
  await publishFolder(store, await preparedModel({ version: "1.1.0", ...uses }));
  await act(store, {
    action: "deprecate",
    reference: "gap-forest@1.0.0",
    reason: `Use gap-forest-2 instead. ${ATTACK}`,
    by: "Ada",
  });
  const old = await (await get("/models/gap-forest/1.0.0")).text();
  expect(old).toContain("<strong>This version is deprecated.</strong> Use gap-forest-2 instead.");
  expect(old).not.toContain("<img");
  const newest = await (await get("/models/gap-forest")).text();
  expect(newest).toContain("gap-forest@1.1.0");
  expect(newest).not.toContain("deprecated");
  for (const text of ["Screening <strong>only</strong>.", "No oxides."]) expect(newest).toContain(text);
  expect(newest).not.toContain("<img");
  for (const version of ["1.0.0", "1.1.0"]) expect(newest).toContain(`href="../models/gap-forest/${version}/"`);
});

test("text of publishers stays text, and no script but the hub's may run", async () => {
  const { get } = await publicHub();
  for (const path of ["/datasets/band-gaps/1.0.0", "/models/gap-forest"]) {
    const answer = await get(path);
    const page = await answer.text();
    expect(page).not.toMatch(/<img|alert\(2\)<\/script>|javascript:/);
    expect(page.match(/<script/g)?.length).toBe(
      page.match(/<script (?:type="module" src|type="application\/)/g)?.length,
    );
    expect(answer.headers.get("content-security-policy")).toContain("script-src 'self'");
  }
});

test("a page holds what search engines read", async () => {
  const { get } = await publicHub();
  const page = await (await get("/datasets/band-gaps/1.0.0")).text();
  const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? "") as object;
  expect(data).toMatchObject({
    "@context": "https://schema.org/",
    "@type": "Dataset",
    name: "Experimental band gaps",
    version: "1.0.0",
    license: "https://spdx.org/licenses/CC-BY-4.0.html",
    creator: [{ "@type": "Person", name: "Ådne Øystein", "@id": "https://orcid.org/0000-0002-1825-0097" }],
    variableMeasured: [{ name: "formula" }, { name: "gap", unitText: "eV" }],
    distribution: [{ name: "train", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }],
  });
});

test("what is withdrawn or unknown is said in a page", async () => {
  const { get, store } = await publicHub();
  for (const version of ["1.0.0", "1.1.0"])
    await act(store, {
      action: "withdraw",
      reference: `band-gaps@${version}`,
      kind: "dataset",
      reason: "Wrong <units>.",
    });
  const gone = await get("/datasets/band-gaps");
  expect([gone.status, await gone.text()]).toEqual([
    410,
    expect.stringContaining("was withdrawn (Wrong &lt;units&gt;)"),
  ]);
  const exact = await (await get("/datasets/band-gaps/1.0.0")).text();
  expect(exact).toContain("This version is withdrawn.");
  for (const path of ["/datasets/none", "/authors/nobody", "/datasets/band-gaps/9"]) {
    const answer = await get(path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  }
  expect((await get("/datasets/..%2f..%2fetc")).status).toBe(400);
});

const READ = [
  "GET /api/v1/health",
  "POST /api/v1/search",
  "GET /api/v1/datasets",
  "GET /api/v1/datasets/band-gaps/1.0.0/files/data/train.parquet",
];
const CHANGE = [
  ...[
    "POST /api/v1/lifecycle",
    "POST /api/v1/uploads",
    "GET /api/v1/status",
    "GET /api/v1/datasets/band-gaps/1.0.0/verify",
  ],
  ...["PUT /api/v1/uploads/x/files/y", "GET /nothing", "GET /api/v1/nothing"],
];

test("anyone may read where the hub says so, and nobody else may change anything", async () => {
  const { url, store } = await publicHub();
  const ask = async (route: string) => {
    const [method = "", path = ""] = route.split(" ");
    const body = method === "POST" ? { body: "{}", headers: { "content-type": "application/json" } } : {};
    return (await fetch(url + path, { method, ...body })).status;
  };
  for (const route of READ) expect([route, await ask(route)]).toEqual([route, 200]);
  for (const route of CHANGE) expect([route, await ask(route)]).toEqual([route, 401]);
  const health = (await (await fetch(`${url}/api/v1/health`)).json()) as { store: string };
  expect(health.store).not.toContain(store.location);
});

test("pages need the token by default, as everything does", async () => {
  const { url, ask } = await startHub();
  expect((await fetch(`${url}/datasets`)).status).toBe(401);
  expect((await ask("/datasets")).status).toBe(200);
});
