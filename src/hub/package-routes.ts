import type { FastifyInstance } from "fastify";
import { validateSearchRequest } from "../contracts/validators.js";
import type { HubInfo } from "../contracts/types.js";
import { parse } from "../core/contract.js";
import { KINDS } from "../core/manifests.js";
import { checkName, versionOf } from "../core/references.js";
import { Dois } from "../store/dois.js";
import { findManifest, summaries, summary } from "../store/library.js";
import { verify } from "../store/verify.js";
import type { Services } from "./services.js";

interface PackageParams {
  name: string;
  version: string;
}

/** What the hub is, what it has, and what is in it. */
export function packageRoutes(app: FastifyInstance, { store, catalog, version, publicRead }: Services): void {
  app.get("/health", async (): Promise<HubInfo> => {
    const { kinds, indexing } = await catalog.counts();
    return {
      product: "foundry-lab",
      version,
      // Where its folder is, is nobody's business but the team's.
      store: publicRead ? store.name : store.location,
      storeName: store.name,
      datasets: kinds.dataset,
      models: kinds.model,
      benchmarks: kinds.benchmark,
      ...(indexing ? { indexing } : {}),
    };
  });

  app.post("/search", ({ body }) => catalog.search(parse(validateSearchRequest, body, "The search")));

  for (const kind of KINDS) {
    app.get(`/${kind}s`, () => summaries(store, kind));
    app.get<{ Params: PackageParams }>(`/${kind}s/:name`, ({ params }) => {
      checkName(params.name);
      return summary(store, kind, params.name);
    });
    app.get<{ Params: PackageParams }>(`/${kind}s/:name/:version`, ({ params }) => find(params));
    app.get<{ Params: PackageParams }>(`/${kind}s/:name/:version/verify`, async ({ params }) => {
      checkName(params.name);
      const { version: wanted } = versionOf(params.version);
      // A whole version is verified whatever its manifest looks like: that may be what is broken.
      const exists = wanted !== undefined && (await store.versions(kind, params.name)).includes(wanted);
      return verify(store, { kind, name: params.name, version: exists ? wanted : (await find(params)).version });
    });

    const find = ({ name, version: wanted }: PackageParams) => {
      checkName(name);
      return findManifest(store, kind, { name, ...versionOf(wanted) }).then((found) =>
        Dois.of(store).identified(found),
      );
    };
  }

  app.get<{ Params: PackageParams }>("/datasets/:name/models", ({ params }) => {
    checkName(params.name);
    return catalog.modelsTrainedOn(params.name);
  });
}
