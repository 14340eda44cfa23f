import { createHash } from "node:crypto";
import { link, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ulid } from "ulid";
import type { Submission, Withdrawal } from "../contracts/types.js";
import { validateSubmission, validateWithdrawal } from "../contracts/validators.js";
import { nameKey } from "../core/name-key.js";
import { problem, type FoundryProblem } from "../core/problems.js";
import { errorCode, syncFolder, unlessMissing, writeSynced, writeWhole } from "./durable.js";
import { thisProcess } from "./owners.js";

const ENTRY = /^([0-9A-HJKMNP-TV-Z]{26})(\.withdrawn)?\.json$/;
/** File times in whole seconds may be this coarse, and others this: a folder may change again under the same time. */
const COARSE = 2_000;
const FINE = 50;
const BATCH = 64;

/** A version of a benchmark. */
export interface BenchmarkVersion {
  name: string;
  version: string;
}

/** Where entries of benchmarks are in a folder store: `benchmarks/<name>/<version>/submissions/<id>.json`. */
export class Submissions {
  constructor(private readonly root: string) {}

  /**
   * Makes an entry appear, whole and with its scores. Its name is claimed by a second name of the same file, so that
   * of two entries of one name only one appears, whichever processes they come from.
   */
  async commit(target: BenchmarkVersion, submission: Submission): Promise<void> {
    const folder = this.folder(target);
    const names = join(folder, "names");
    const staging = join(this.root, ".staging");
    await mkdir(names, { recursive: true });
    await mkdir(staging, { recursive: true });
    const id = ulid();
    const [owner, draft] = [join(staging, `${id}.owner`), join(staging, `${id}.entry`)];
    await writeSynced(owner, JSON.stringify(thisProcess()));
    try {
      await writeSynced(draft, `${JSON.stringify(submission, undefined, 2)}\n`);
      await link(draft, join(names, claimOf(submission.name)));
      await rename(draft, join(folder, `${submission.id}.json`));
      await syncFolder(names);
      await syncFolder(folder);
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
      throw takenName(submission.name, undefined, error);
    } finally {
      await rm(draft, { force: true });
      await rm(owner, { force: true });
    }
  }

  /** Keeps predictions of an entry that anyone may see, and returns their path in the package. */
  async keepPredictions(target: BenchmarkVersion, text: string): Promise<{ path: string; sha256: string }> {
    const sha256 = createHash("sha256").update(text).digest("hex");
    const folder = join(this.folder(target), "predictions");
    await mkdir(folder, { recursive: true });
    const place = join(folder, `${sha256}.json`);
    if (!(await unlessMissing(stat(place)))) {
      const draft = join(folder, `.${ulid()}`);
      await writeWhole(place, draft, text);
    }
    return { path: `submissions/predictions/${sha256}.json`, sha256 };
  }

  predictions(target: BenchmarkVersion, sha256: string): Promise<string | undefined> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return Promise.resolve(undefined);
    return unlessMissing(readFile(join(this.folder(target), "predictions", `${sha256}.json`), "utf8"));
  }

  /** Entries that are not among the known ones, and withdrawals, oldest first. */
  async entries(
    target: BenchmarkVersion,
    known: ReadonlySet<string>,
  ): Promise<{ entries: Submission[]; withdrawals: Map<string, Withdrawal> }> {
    const folder = this.folder(target);
    const names = (await unlessMissing(readdir(folder))) ?? [];
    const entries: Submission[] = [];
    const withdrawals = new Map<string, Withdrawal>();
    const fresh = names.sort().filter((name) => ENTRY.test(name) && !known.has(name));
    // In batches: a benchmark may have more entries than a process may open files.
    for (let start = 0; start < fresh.length; start += BATCH) {
      const texts = await Promise.all(
        fresh.slice(start, start + BATCH).map(async (name) => ({ name, value: await readJson(join(folder, name)) })),
      );
      for (const { name, value } of texts) {
        const [, id = "", withdrawn] = ENTRY.exec(name) ?? [];
        if (withdrawn !== undefined && validateWithdrawal(value)) withdrawals.set(id, value);
        // One bad file does not hide the others.
        if (withdrawn === undefined && validateSubmission(value)) entries.push({ ...value, id });
      }
    }
    return { entries, withdrawals };
  }

  /** Marks an entry as withdrawn; its scores stay. */
  async withdraw(target: BenchmarkVersion, id: string, withdrawal: Withdrawal): Promise<void> {
    const folder = this.folder(target);
    await writeWhole(
      join(folder, `${id}.withdrawn.json`),
      join(folder, `.${ulid()}`),
      `${JSON.stringify(withdrawal)}\n`,
    );
  }

  /** Makes entries appear that were claimed and scored when their process died. */
  async recover(target: BenchmarkVersion): Promise<void> {
    const folder = this.folder(target);
    for (const name of (await unlessMissing(readdir(join(folder, "names")))) ?? []) {
      const claim = join(folder, "names", name);
      const value = await readJson(claim);
      if (!validateSubmission(value)) continue;
      const place = join(folder, `${value.id}.json`);
      if (await unlessMissing(stat(place))) continue;
      try {
        await link(claim, place);
      } catch (error) {
        if (errorCode(error) !== "EEXIST") throw error;
      }
    }
  }

  /** Changes whenever entries may have changed; undefined when that cannot be told. */
  async stamp(target: BenchmarkVersion): Promise<string | undefined> {
    const found = await unlessMissing(stat(this.folder(target), { bigint: true }));
    if (!found) return "none";
    const settled = found.mtimeNs % 1_000_000_000n === 0n ? COARSE : FINE;
    return Date.now() - Number(found.mtimeMs) > settled ? `${found.ino}:${found.mtimeNs}` : undefined;
  }

  private folder({ name, version }: BenchmarkVersion): string {
    return join(this.root, "benchmarks", name, version, "submissions");
  }
}

/** The problem with a name that another entry has, or one that a reader would take for the same. */
export function takenName(name: string, other?: Submission, cause?: unknown): FoundryProblem {
  const alike = other && other.name !== name ? `, which reads as '${name}' does` : "";
  const there = other?.withdrawn ? ", which was withdrawn and keeps its name" : " already";
  return problem(
    "duplicate-entry",
    `There is an entry called '${other?.name ?? name}'${there}${alike}; give yours another name.`,
    { cause },
  );
}

const claimOf = (name: string): string => `${createHash("sha256").update(nameKey(name)).digest("hex")}.json`;

async function readJson(path: string): Promise<unknown> {
  const text = await unlessMissing(readFile(path, "utf8"));
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
