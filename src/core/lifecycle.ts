import type {
  Kind,
  LifecycleAction,
  LogEntry,
  PackageLifecycle,
  PackageStatus,
  State,
  VersionStatus,
} from "../contracts/types.js";

/** What became of one version: its entries in the log, and those that count now. */
interface Course {
  history: LogEntry[];
  /** The newest of its publication and review. */
  review?: LogEntry;
  /** Its deprecation or withdrawal, unless it was restored. */
  mark?: LogEntry | undefined;
}

/** Names of one package: the one that it has now, and those that it had. */
interface Names {
  kind: Kind;
  root: string;
  current: string;
  all: string[];
}

type Target = Pick<LogEntry, "kind" | "name" | "version">;

const REVIEWS = new Set<LogEntry["action"]>(["published", "submitted", "in review", "accepted", "returned"]);
const HIDDEN = new Set<State>(["submitted", "in review", "returned", "withdrawn"]);
const REVIEW_STEPS = new Set<LifecycleAction>(["review", "accept", "return"]);
/** States of a version that no curator has let in. */
const PENDING = new Set<State>(["submitted", "in review", "returned"]);

/** Whether only a curator takes this step. */
export const isReview = (action: LifecycleAction): boolean => REVIEW_STEPS.has(action);

/** Whether a version waits for a curator, or was sent back by one. */
export const isPending = (state: State): boolean => PENDING.has(state);

/** Where every version stands, as a store's log tells it. */
export class Lifecycle {
  private readonly courses = new Map<string, Course>();
  private readonly versions = new Map<string, string[]>();
  private readonly names = new Map<string, Names>();

  /** @param entries - oldest first */
  constructor(entries: Iterable<LogEntry> = []) {
    for (const entry of entries) this.apply(entry);
  }

  apply(entry: LogEntry): void {
    if (entry.action === "renamed") this.rename(entry);
    const key = this.key(entry);
    let course = this.courses.get(key);
    if (!course) {
      this.courses.set(key, (course = { history: [] }));
      const root = key.slice(0, key.lastIndexOf("/"));
      const versions = this.versions.get(root);
      if (versions) versions.push(entry.version);
      else this.versions.set(root, [entry.version]);
    }
    course.history.push(entry);
    if (REVIEWS.has(entry.action)) course.review = entry;
    else if (entry.action === "restored") course.mark = undefined;
    else if (entry.action === "deprecated" || entry.action === "withdrawn") course.mark = entry;
  }

  /** What a package is called now. */
  currentName(kind: Kind, name: string): string {
    return this.names.get(`${kind}/${name}`)?.current ?? name;
  }

  /** Every name of a package, the present one first: folders that may hold versions of it. */
  namesOf(kind: Kind, name: string): string[] {
    const known = this.names.get(`${kind}/${name}`);
    return known ? [known.current, ...known.all.filter((other) => other !== known.current)] : [name];
  }

  /** Versions of a package that the log names, under whichever of its names. */
  versionsOf(kind: Kind, name: string): readonly string[] {
    return this.versions.get(`${kind}/${this.names.get(`${kind}/${name}`)?.root ?? name}`) ?? [];
  }

  status({ kind, name, version }: Target): PackageStatus {
    const { history = [], review, mark } = this.courses.get(this.key({ kind, name, version })) ?? {};
    const state = stateOf(review, mark);
    const said = mark ?? review;
    const [current = name, ...formerNames] = this.namesOf(kind, name);
    return {
      ...{ kind, name: current, version, state },
      ...(said?.reason && (mark !== undefined || state === "returned") ? { reason: said.reason } : {}),
      ...(said?.by ? { by: said.by } : {}),
      ...(said ? { at: said.at } : {}),
      visible: isVisible(review, state),
      ...(formerNames.length > 0 ? { formerNames } : {}),
      history,
    };
  }

  /** Whether the log says anything of a version. */
  knows(target: Target): boolean {
    return this.courses.has(this.key(target));
  }

  isVisible(target: Target): boolean {
    return this.status(target).visible;
  }

  /** Versions whose states are among these, by kind, name and version. */
  withStates(states: ReadonlySet<State>): PackageStatus[] {
    return [...this.courses.values()]
      .flatMap(({ history: [first] }) => (first ? [this.status(first)] : []))
      .filter(({ state }) => states.has(state));
  }

  /** Packages that were renamed, by their present names. */
  renamed(): { kind: Kind; name: string }[] {
    return [...new Set(this.names.values())].map(({ kind, current }) => ({ kind, name: current }));
  }

  /** What the readers of a folder need to know of a package; undefined where nothing ever happened to it. */
  ofPackage(kind: Kind, name: string): PackageLifecycle | undefined {
    const known = this.names.get(`${kind}/${name}`);
    if (known && known.current !== name) return { renamedTo: known.current, versions: [] };
    const formerNames = this.namesOf(kind, name).slice(1);
    const root = `${kind}/${known?.root ?? name}`;
    const versions = (this.versions.get(root) ?? []).flatMap((version): VersionStatus[] => {
      const history = this.courses.get(`${root}/${version}`)?.history ?? [];
      if (history.every(({ action }) => ["published", "renamed", "minted"].includes(action))) return [];
      const { reason, by, at, state, visible } = this.status({ kind, name, version });
      return [{ version, state, visible, ...(reason ? { reason } : {}), ...(by ? { by } : {}), ...(at ? { at } : {}) }];
    });
    if (versions.length === 0 && formerNames.length === 0) return undefined;
    return { ...(formerNames.length > 0 ? { formerNames } : {}), versions };
  }

  private rename({ kind, name, to }: LogEntry): void {
    if (to === undefined) return;
    // A package that came from elsewhere under its present name has its course there already.
    const isHere = !this.versions.has(`${kind}/${name}`) && this.versions.has(`${kind}/${to}`);
    const known = this.names.get(`${kind}/${name}`) ??
      this.names.get(`${kind}/${to}`) ?? { kind, root: isHere ? to : name, current: name, all: [] };
    known.current = to;
    for (const each of [name, to]) if (!known.all.includes(each)) known.all.push(each);
    for (const each of known.all) this.names.set(`${kind}/${each}`, known);
  }

  private key({ kind, name, version }: Target): string {
    return `${kind}/${this.names.get(`${kind}/${name}`)?.root ?? name}/${version}`;
  }
}

function stateOf(review: LogEntry | undefined, mark: LogEntry | undefined): State {
  if (mark?.action === "deprecated" || mark?.action === "withdrawn") return mark.action;
  const action = review?.action ?? "published";
  return action === "renamed" || action === "restored" || action === "minted" ? "published" : action;
}

/** A version that a curator has not let in stays hidden, whatever else is said of it. */
function isVisible(review: LogEntry | undefined, state: State): boolean {
  return !HIDDEN.has(state) && !HIDDEN.has(stateOf(review, undefined));
}
