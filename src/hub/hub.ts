import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import type { Catalog } from "../catalog/catalog.js";
import { Catalogs } from "../catalog/providers/catalogs.js";
import type { PublishObserver } from "../store/publication.js";
import type { Store } from "../store/store.js";
import { refusalWithout, requireToken } from "./authorization.js";
import { citationRoutes } from "./citation-routes.js";
import { catalogRoutes } from "./catalog-routes.js";
import type { SubmitObserver } from "./benchmarks/benchmarks.js";
import type { ModelWorkerOptions } from "./benchmarks/model-worker.js";
import { benchmarkRoutes } from "./benchmarks/routes.js";
import { fileRoutes } from "./file-routes.js";
import { inferenceRoutes, metricsRoute } from "./inference/routes.js";
import { InferenceService } from "./inference/service.js";
import { readServeSettings, type ServeSettings } from "./inference/settings.js";
import { landingRoutes } from "./landing-routes.js";
import { lifecycleRoutes } from "./lifecycle-routes.js";
import { packageRoutes } from "./package-routes.js";
import { pageRoutes } from "./page-routes.js";
import { guardPending } from "./pending.js";
import { asProblem, replyWithProblems, sendProblem } from "./problem-replies.js";
import { uploadRoutes } from "./upload-routes.js";

/** What a hub is made of. */
export interface HubOptions {
  catalog: Catalog;
  /** Other catalogs; by default those that everyone can reach. */
  catalogs?: Catalogs;
  /** Every request needs it, or the curator's. */
  token: string;
  /** With it versions are let into a store that has a curator; nobody lets them in through this hub without. */
  curatorToken?: string;
  version: string;
  /** Told of each step of a publication before it happens. */
  onPublishStep?: PublishObserver;
  /** Whether anyone may read: pages, manifests, files and searches need no token then. */
  publicRead?: boolean;
  /** Whether anyone may ask if the inference server lives and is ready. */
  publicHealth?: boolean;
  /** Told of each step of taking an entry before it happens. */
  onSubmitStep?: SubmitObserver;
  /** Where hidden labels are kept; beside the store when absent. */
  labels?: string;
  /** How published models are run; none are when absent. */
  models?: ModelWorkerOptions;
  /** Where the web page's bundle is; no page is served without. */
  page?: string;
  /** How models are served; by the environment's variables when absent. */
  serving?: ServeSettings;
}

/** Makes the service; the caller listens and closes. */
export function createHub(store: Store, options: HubOptions): FastifyInstance {
  const {
    catalog,
    catalogs = new Catalogs(),
    token,
    curatorToken,
    version,
    onPublishStep = () => undefined,
    page,
    publicRead = false,
    publicHealth = false,
    serving = readServeSettings(),
    ...more
  } = options;
  const refusal = refusalWithout(token, curatorToken);
  const app = Fastify({
    // An address that cannot be read comes to no route and to no hook.
    frameworkErrors: (error, request, reply) => {
      sendProblem(reply, refusal(request, reply) ?? asProblem(error));
    },
    logger: { level: "error", stream: process.stderr },
    // Connections that are kept open must not hold a hub that has been told to end.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1000 },
    exposeHeadRoutes: true,
  });
  requireToken(app, refusal, { publicRead, publicHealth });
  guardPending(app, store);
  // Only JSON is read as a body, and files where they are sent.
  app.removeContentTypeParser("text/plain");
  replyWithProblems(app);
  const workerVariables = () => storeVariables(app, store, token);
  const services = {
    store,
    catalog,
    version,
    workerVariables,
    onPublishStep,
    publicRead,
    hasCurator: curatorToken !== undefined,
    ...more,
  };
  app.register(
    (api, _options, done) => {
      api.get("/openapi.json", async () => (await import("./openapi.js")).openApi(version));
      packageRoutes(api, services);
      citationRoutes(api, services);
      catalogRoutes(api, catalogs);
      fileRoutes(api, services);
      uploadRoutes(api, services);
      lifecycleRoutes(api, services);
      benchmarkRoutes(api, services);
      done();
    },
    { prefix: "/api/v1" },
  );
  const inference = new InferenceService(store, serving, workerVariables);
  app.register(
    (api, _options, done) => {
      inferenceRoutes(api, services, inference, serving.bodyBytes);
      done();
    },
    { prefix: "/v2" },
  );
  metricsRoute(app, inference);
  pageRoutes(app, page);
  landingRoutes(app, services);
  app.addHook("onClose", async () => {
    catalog.close();
    await inference.close();
  });
  return app;
}

/** How a process of this hub finds its store: the folder, or the hub itself where the store is in a bucket. */
function storeVariables(app: FastifyInstance, { location }: Store, token: string): Record<string, string> {
  const none = { FOUNDRY_URL: "", FOUNDRY_TOKEN: "", FOUNDRY_CURATOR_TOKEN: "" };
  if (!location.includes("://")) return { ...none, FOUNDRY_STORE: location };
  const { address, family, port } = app.server.address() as AddressInfo;
  const anywhere = address === "0.0.0.0" || address === "::";
  const host = anywhere ? "127.0.0.1" : family === "IPv6" ? `[${address}]` : address;
  return { ...none, FOUNDRY_URL: `http://${host}:${port}`, FOUNDRY_TOKEN: token };
}
