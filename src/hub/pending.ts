import type { FastifyInstance, FastifyRequest } from "fastify";
import { isPending } from "../core/lifecycle.js";
import { KINDS } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { parseReference } from "../core/references.js";
import { lifecycleOf } from "../store/store-log.js";
import type { PackageVersion, Store } from "../store/store.js";

/** Refuses a reader a version that no curator has let in, as if it were not there. */
export async function requireAccepted(
  { role }: FastifyRequest,
  store: Store,
  { kind, name, version }: PackageVersion,
): Promise<void> {
  if (role !== "reader" || store.curation !== true) return;
  const { state } = (await lifecycleOf(store)).status({ kind, name, version });
  if (isPending(state)) throw problem("not-found", `There is no ${kind} ${name}@${version} here.`);
}

/** The same of a reference, whose kind is not said. */
export async function requireAcceptedReference(request: FastifyRequest, store: Store, text: string): Promise<void> {
  const { name, version = "" } = parseReference(text);
  for (const kind of KINDS) await requireAccepted(request, store, { kind, name, version });
}

/** Guards every route that names a version in its path: one that is added is guarded as well. */
export function guardPending(app: FastifyInstance, store: Store): void {
  app.addHook<{ Params: { name?: string; version?: string } }>("preHandler", async (request) => {
    const { name, version } = request.params;
    const kind = KINDS.find((each) => request.routeOptions.url?.includes(`/${each}s/:name`));
    if (kind && name !== undefined && version !== undefined)
      await requireAccepted(request, store, { kind, name, version });
  });
}
