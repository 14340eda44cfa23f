/** @jest-environment node */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { ServerConnection } from "@jupyterlab/services";
import { hubOfServer } from "./connection.js";

let server: Server;
let asked: IncomingMessage[] = [];
let answer: (response: ServerResponse) => void = () => undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    answer(response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
beforeEach(() => (asked = []));
afterAll(() => server.close());

const hub = () => {
  const { port } = server.address() as AddressInfo;
  return hubOfServer(ServerConnection.makeSettings({ baseUrl: `http://127.0.0.1:${port}/user/me/`, token: "jupyter" }));
};
const reply = (status: number, type: string, body: unknown) => {
  answer = (response) => response.writeHead(status, { "content-type": type }).end(JSON.stringify(body));
};
const found = { total: 0, hits: [], facets: [], kinds: { dataset: 0, model: 0 } };

test("asks the hub below the Jupyter server's address, with Jupyter's login", async () => {
  reply(200, "application/json", found);
  await expect((await hub()).search({ query: "gap" })).resolves.toEqual(found);
  // JupyterLab adds the time as a query, against caches.
  expect(asked.map(({ method, url }) => [method, url?.split("?")[0]])).toEqual([
    ["POST", "/user/me/foundry/api/v1/search"],
  ]);
  expect(asked[0]?.headers.authorization).toBe("token jupyter");
});

test("the hub's own problem keeps its sentence", async () => {
  const problem = {
    type: "not-found",
    title: "Not found",
    status: 404,
    detail: "There is no dataset gap; did you mean gaps?",
  };
  reply(404, "application/problem+json", problem);
  await expect((await hub()).dataset("gap")).rejects.toThrow(problem.detail);
});

test.each([
  [403, "Jupyter's login has ended: reload this page and log in again."],
  [404, "The Jupyter server lacks the Foundry extension: install foundry-lab where the server runs, and restart it."],
])("what Jupyter answers with %d instead of the hub is a sentence", async (status, sentence) => {
  reply(status, "application/json", { message: "Forbidden" });
  await expect((await hub()).dataset("gaps")).rejects.toThrow(sentence);
});

test("a server that is gone is a sentence, and a call that was taken back is not", async () => {
  answer = (response) => response.destroy();
  const client = await hub();
  await expect(client.dataset("gaps")).rejects.toThrow(/^The Jupyter server does not answer: start it again/);
  const taken = new AbortController();
  taken.abort();
  await expect(client.dataset("gaps", undefined, taken.signal)).rejects.not.toThrow("The Jupyter server");
});
