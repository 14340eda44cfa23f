import { startHub } from "./testing/hubs.js";
import { ROUTES } from "./route-table.js";

interface Document {
  openapi: string;
  paths: Record<string, Record<string, object>>;
  components: { schemas: Record<string, object> };
}

/** What Fastify adds by itself, and the pages for people. */
const isDescribed = (route: string, routes: readonly string[]) =>
  /^\w+ \/(api\/v1|v2)(\/|$)/.test(route) &&
  !route.endsWith("/v2/") &&
  !(route.startsWith("HEAD ") && routes.includes(route.replace("HEAD", "GET")));

test("every route is described, and every route that is described is there", async () => {
  const { routes } = await startHub();
  expect(Object.keys(ROUTES).sort()).toEqual([...new Set(routes)].filter((route) => isDescribed(route, routes)).sort());
});

test("the hub serves a document whose references all lead somewhere", async () => {
  const { ask } = await startHub();
  const answer = await ask("/api/v1/openapi.json");
  const document = (await answer.json()) as Document;
  expect(document.openapi).toBe("3.1.0");
  expect(Object.values(document.paths).flatMap((path) => Object.keys(path))).toHaveLength(Object.keys(ROUTES).length);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, target]) => target ?? "");
  expect(references.length).toBeGreaterThan(100);
  const schemas = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  expect([...new Set(references)].filter((target) => !schemas.includes(target))).toEqual([]);
});
