import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { KINDS } from "../core/manifests.js";
import { FoundryProblem, problem } from "../core/problems.js";
import { checkName, versionOf } from "../core/references.js";
import { rootFrom } from "../site/addresses.js";
import type { SiteContext } from "../site/frame.js";
import { authorPage, authorsOf, authorsPage, listPage, missingPage, type AuthorView } from "../site/list-pages.js";
import { packagePage } from "../site/package-page.js";
import { boardReader } from "./benchmarks/static-board.js";
import type { Services } from "./services.js";
import { everyPackage, newestManifests, packageView } from "./site-views.js";

/** The pages hold text of others: nothing runs but the hub's own script, and WebAssembly that unpacks Parquet. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Landing pages of packages and authors. */
export function landingRoutes(app: FastifyInstance, { store, catalog, labels }: Services): void {
  const board = boardReader(store, labels);
  const site = (path: string): SiteContext => ({ name: store.name, root: rootFrom(path), source: "hub" });
  const authors = new Authors(
    () => newestManifests(store).then(authorsOf),
    () => store.logStamp(),
  );
  const pages = (
    path: string,
    render: (request: FastifyRequest<{ Params: Record<string, string> }>, path: string) => Promise<string>,
  ) => {
    for (const each of [path, `${path}/`])
      app.get<{ Params: Record<string, string> }>(each, async (request, reply) => {
        const address = request.url.split("?")[0] ?? "";
        return sendPage(reply, address.slice(1), () => render(request, address.slice(1)));
      });
  };
  const sendPage = async (reply: FastifyReply, path: string, render: () => Promise<string>): Promise<FastifyReply> => {
    reply.headers({
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-cache",
    });
    reply.type("text/html; charset=utf-8");
    try {
      return await reply.send(await render());
    } catch (error) {
      if (!(error instanceof FoundryProblem) || error.problem.status >= 500) throw error;
      return reply.code(error.problem.status).send(missingPage(site(path), error.message));
    }
  };

  for (const kind of KINDS) {
    pages(`/${kind}s`, async (_, path) => listPage(site(path), kind, await everyPackage(store, [kind])));
    const one = async ({ params }: FastifyRequest<{ Params: Record<string, string> }>, path: string) => {
      const { name = "", version } = params;
      checkName(name);
      const wanted = version === undefined ? {} : versionOf(version);
      const file = (manifest: { name: string; version: string }, inside: string) =>
        `api/v1/${kind}s/${manifest.name}/${manifest.version}/files/${inside.split("/").map(encodeURIComponent).join("/")}`;
      return packagePage(
        site(path),
        await packageView(store, kind, { name, ...wanted }, (dataset) => catalog.modelsTrainedOn(dataset), file, board),
      );
    };
    pages(`/${kind}s/:name`, one);
    pages(`/${kind}s/:name/:version`, one);
  }
  pages("/authors", async (_, path) => authorsPage(site(path), await authors.all()));
  pages("/authors/:slug", async ({ params }, path) => {
    const found = (await authors.all()).find(({ slug }) => slug === params.slug);
    if (!found) throw problem("not-found", "Nobody of this name has published here.");
    return authorPage(site(path), found);
  });
}

/** Authors of everything in the store, gathered again when its log has changed. */
class Authors {
  private known: Promise<AuthorView[]> | undefined;
  private stamp: string | undefined;

  constructor(
    private readonly gather: () => Promise<AuthorView[]>,
    private readonly currentStamp: () => Promise<string | undefined>,
  ) {}

  async all(): Promise<AuthorView[]> {
    const stamp = await this.currentStamp();
    if (this.known === undefined || stamp === undefined || stamp !== this.stamp) this.known = this.gather();
    this.stamp = stamp;
    return this.known;
  }
}
