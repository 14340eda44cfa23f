import type {
  Kind,
  LifecycleAction,
  LifecycleRequest,
  LogEntry,
  LogNote,
  PackageStatus,
  State,
} from "../contracts/types.js";
import { isPending, Lifecycle } from "../core/lifecycle.js";
import { problem } from "../core/problems.js";
import { checkName, parseReference, referenceText, type Reference } from "../core/references.js";
import { isVersion } from "../core/versions.js";
import { kindsNamed, notInStore } from "./library.js";
import { lifecycleOf } from "./store-log.js";
import type { Store } from "./store.js";

const ENTRIES = {
  deprecate: "deprecated",
  withdraw: "withdrawn",
  restore: "restored",
  submit: "submitted",
  review: "in review",
  accept: "accepted",
  return: "returned",
  rename: "renamed",
} as const satisfies Record<LifecycleAction, LogEntry["action"]>;

/** States in which each step of a review can be taken. */
const FROM: Partial<Record<LifecycleAction, readonly State[]>> = {
  submit: ["returned"],
  review: ["submitted"],
  accept: ["submitted", "in review"],
  return: ["submitted", "in review"],
  restore: ["deprecated", "withdrawn"],
};
const NEEDS_REASON: ReadonlySet<LifecycleAction> = new Set(["deprecate", "withdraw", "return"]);

/** Does what is asked for to the versions that a reference names, and says where they stand then. */
export async function act(store: Store, request: LifecycleRequest): Promise<PackageStatus[]> {
  const { action, by, to } = request;
  const reason = request.reason?.trim() ?? "";
  if (NEEDS_REASON.has(action) && reason === "")
    throw problem("invalid-request", `To ${action} a version needs a reason that its users will read; give one.`, {
      pointer: "/reason",
    });
  const reference = parseReference(request.reference);
  const kind = await kindOf(store, request.kind, reference.name);
  const versions = await meantVersions(store, kind, reference, action);
  const name = (await lifecycleOf(store)).currentName(kind, reference.name);
  if (action === "rename") await requireFree(store, kind, name, to);
  else await requireState(store, action, kind, name, versions);
  for (const version of action === "rename" ? versions.slice(0, 1) : versions)
    await store.append({
      ...{ action: ENTRIES[action], kind, name, version, at: new Date().toISOString() },
      ...(reason ? { reason } : {}),
      ...(by ? { by } : {}),
      ...(action === "rename" && to ? { to } : {}),
    });
  const lifecycle = await lifecycleOf(store);
  const now = lifecycle.currentName(kind, name);
  return versions.map((version) => lifecycle.status({ kind, name: now, version }));
}

/** Adds to the log what another store's log says of a version that is here too. */
export async function note(store: Store, entry: LogNote): Promise<LogEntry> {
  const { action, kind, name, version, to = name } = entry;
  const versions = await store.versions(kind, name);
  // A package that came here under its present name only gets back the name that it had.
  const here = action === "renamed" && versions.length === 0 ? await store.versions(kind, to) : versions;
  if (!here.includes(version)) throw problem("not-found", `There is no ${name}@${version} here to note that of.`);
  if (action === "renamed" && versions.length > 0)
    await requireFree(store, kind, (await lifecycleOf(store)).currentName(kind, name), entry.to);
  return store.append(entry);
}

/** Where the versions stand that a reference names: the one, or every one of a package. */
export async function statuses(store: Store, text: string, kind?: Kind): Promise<PackageStatus[]> {
  const reference = parseReference(text);
  const found = await kindOf(store, kind, reference.name);
  const versions = await namedVersions(store, found, reference);
  // A status tells a version's whole history, its publication too.
  const lifecycle = new Lifecycle(await store.log());
  const name = lifecycle.currentName(found, reference.name);
  return versions.map((version) => lifecycle.status({ kind: found, name, version }));
}

/** What waits for a curator, oldest first. */
export async function submissions(store: Store): Promise<PackageStatus[]> {
  const lifecycle = await lifecycleOf(store);
  const waiting = lifecycle.withStates(new Set<State>(["submitted", "in review", "returned"]));
  const present = await Promise.all(
    waiting.map(async ({ kind, name, version }) => (await store.versions(kind, name)).includes(version)),
  );
  return waiting.filter((_, index) => present[index]).sort((a, b) => ((a.at ?? "") < (b.at ?? "") ? -1 : 1));
}

async function kindOf(store: Store, kind: Kind | undefined, name: string): Promise<Kind> {
  const found = (await kindsNamed(store, name)).find((each) => kind === undefined || each === kind);
  if (found === undefined) throw await notInStore(store, kind, name);
  return found;
}

async function namedVersions(store: Store, kind: Kind, { name, version }: Reference): Promise<string[]> {
  const versions = await store.versions(kind, name);
  const named =
    version === undefined ? versions : versions.filter((each) => each === version || each.startsWith(`${version}.`));
  if (named.length > 0) return named;
  throw problem(
    "not-found",
    `The ${kind} ${name} has no version ${version ?? ""}; it has ${versions.slice(0, 5).join(", ")}.`,
    { suggestions: versions.slice(0, 5).map((each) => referenceText({ name, version: each })) },
  );
}

/** Every version of a package can be deprecated by its name; everything else is done to one version. */
async function meantVersions(
  store: Store,
  kind: Kind,
  reference: Reference,
  action: LifecycleAction,
): Promise<string[]> {
  const named = await namedVersions(store, kind, reference);
  if (
    action === "deprecate" ||
    action === "rename" ||
    (reference.version !== undefined && isVersion(reference.version))
  )
    return named;
  const lifecycle = await lifecycleOf(store);
  const from = FROM[action];
  const fitting = named.filter((version) => {
    const { state } = lifecycle.status({ kind, name: reference.name, version });
    return from ? from.includes(state) : state !== "withdrawn";
  });
  if (fitting.length === 1) return fitting;
  const all = (fitting.length > 0 ? fitting : named).map((version) => referenceText({ name: reference.name, version }));
  if (all.length === 1) return named;
  throw problem(
    "invalid-request",
    `${reference.name} has several versions; name the one to ${action}: ${all.slice(0, 5).join(", ")}.`,
    { suggestions: all.slice(0, 5) },
  );
}

async function requireState(
  store: Store,
  action: LifecycleAction,
  kind: Kind,
  name: string,
  versions: string[],
): Promise<void> {
  const lifecycle = await lifecycleOf(store);
  for (const version of versions) {
    const { state } = lifecycle.status({ kind, name, version });
    const allowed = FROM[action];
    const reference = `${name}@${version}`;
    if (allowed && !allowed.includes(state))
      throw problem(
        "invalid-request",
        `${reference} is ${state}; only a version that is ${allowed.join(" or ")} can be ${pastOf(action)}.`,
        { status: 409 },
      );
    if (!allowed && isPending(state) && action === "deprecate")
      throw problem(
        "invalid-request",
        `${reference} is ${state} and nobody finds it yet; return or withdraw it instead.`,
        { status: 409 },
      );
  }
}

const pastOf = (action: LifecycleAction): string =>
  ({ submit: "submitted again", review: "reviewed", accept: "accepted", return: "returned", restore: "restored" })[
    action as string
  ] ?? action;

async function requireFree(store: Store, kind: Kind, name: string, to: string | undefined): Promise<void> {
  if (to === undefined)
    throw problem("invalid-request", `Renaming '${name}' needs its new name; give one.`, { pointer: "/to" });
  checkName(to);
  const own = (await lifecycleOf(store)).namesOf(kind, name);
  if (to === name)
    throw problem("invalid-request", `The ${kind} is called '${name}' already; give another name.`, { pointer: "/to" });
  if (!own.includes(to) && (await store.versions(kind, to)).length > 0)
    throw problem("invalid-name", `There is a ${kind} '${to}' already; choose a name that is free.`, {
      pointer: "/to",
    });
}
