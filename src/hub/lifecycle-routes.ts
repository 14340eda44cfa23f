import type { FastifyInstance } from "fastify";
import type { Kind, LogEntry, PackageStatus } from "../contracts/types.js";
import { validateChangesRequest, validateLifecycleRequest, validateLogNote } from "../contracts/validators.js";
import { parse } from "../core/contract.js";
import { isReview } from "../core/lifecycle.js";
import { KINDS } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { checkName, versionOf } from "../core/references.js";
import { changesBetween } from "../store/compare-versions.js";
import { findManifest } from "../store/library.js";
import { act, note, statuses, submissions } from "../store/lifecycle-actions.js";
import { lifecycleOf } from "../store/store-log.js";
import { requireCurator } from "./authorization.js";
import { requireAcceptedReference } from "./pending.js";
import type { Services } from "./services.js";

/** What only a curator writes into the log. */
const REVIEW_ENTRIES: ReadonlySet<LogEntry["action"]> = new Set(["in review", "accepted", "returned"]);

/** What becomes of versions: where they stand, what is done to them, and how two of them differ. */
export function lifecycleRoutes(app: FastifyInstance, { store, hasCurator }: Services): void {
  for (const kind of KINDS)
    app.get<{ Params: { name: string; version: string } }>(
      `/${kind}s/:name/:version/status`,
      async ({ params }): Promise<PackageStatus> => {
        checkName(params.name);
        const { name, version } = await findManifest(store, kind, { name: params.name, ...versionOf(params.version) });
        return (await lifecycleOf(store)).status({ kind, name, version });
      },
    );

  app.get<{ Querystring: { reference?: string; kind?: string } }>("/status", ({ query }) => {
    if (query.reference === undefined) return submissions(store);
    return statuses(store, query.reference, kindFrom(query.kind));
  });

  app.post("/lifecycle", (request) => {
    const asked = parse(validateLifecycleRequest, request.body, "The request");
    if (store.curation === true && isReview(asked.action))
      requireCurator(request, `${asked.action} a version`, hasCurator);
    return act(store, asked);
  });

  app.get("/log", () => store.log());

  app.post("/log", async (request, reply) => {
    const entry = parse(validateLogNote, request.body, "The entry");
    if (store.curation === true && REVIEW_ENTRIES.has(entry.action))
      requireCurator(request, `note that a version is ${entry.action}`, hasCurator);
    reply.code(201);
    return note(store, entry);
  });

  app.post("/changes", async (request) => {
    const { from, to } = parse(validateChangesRequest, request.body, "The request");
    for (const reference of [from, to]) await requireAcceptedReference(request, store, reference);
    return changesBetween(store, from, to);
  });
}

function kindFrom(text: string | undefined): Kind | undefined {
  if (text === undefined) return undefined;
  const kind = KINDS.find((each) => each === text);
  if (kind === undefined)
    throw problem("invalid-request", `The kind must be ${KINDS.join(" or ")}.`, { pointer: "/kind" });
  return kind;
}
