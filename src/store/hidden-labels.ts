import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ulid } from "ulid";
import type { Benchmark, HiddenLabels } from "../contracts/types.js";
import { validateHiddenLabels } from "../contracts/validators.js";
import { parse, parseJson } from "../core/contract.js";
import { problem } from "../core/problems.js";
import { errorCode, unlessMissing, writeWhole } from "./durable.js";
import { requireOwnLabels } from "./label-owner.js";
import type { Store } from "./store.js";

const SHA256 = /^[0-9a-f]{64}$/;

/** Where a store's hidden labels are by default: beside the store, so that a copy of the store has none. */
export const labelsFolder = (location: string): string => `${location}.labels`;

/** Labels and predictions that only the hub reads, in files of its user alone, named by their digest. */
export class LabelVault {
  constructor(
    readonly folder: string,
    private readonly store: Store,
  ) {}

  /** Keeps labels and returns the digest that a benchmark names them by. */
  async put(value: unknown): Promise<string> {
    const labels = parse(validateHiddenLabels, value, "The labels");
    for (const [fold, { test, truth }] of Object.entries(labels.folds))
      if (truth?.length !== test.length)
        throw problem("invalid-request", `The labels of '${fold}' are not one for each row.`);
    return this.keep(JSON.stringify(labels));
  }

  /** @throws FoundryProblem for labels that another version named first */
  async labels(benchmark: Benchmark): Promise<HiddenLabels> {
    await requireOwnLabels(this.store, benchmark);
    const text = await this.text(benchmark.labels.sha256 ?? "");
    if (text === undefined)
      throw problem(
        "unavailable",
        "This hub does not keep the labels of the benchmark; ask the one where it was published.",
      );
    return parseJson(validateHiddenLabels, text, "The benchmark's hidden labels", "internal");
  }

  /** Keeps a text, whole or not at all, for the hub's user alone. */
  async keep(text: string): Promise<string> {
    const sha256 = createHash("sha256").update(text).digest("hex");
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await chmod(this.folder, 0o700);
    const draft = join(this.folder, `.${ulid()}`);
    // Its mode is set before there is anything to read in it.
    await writeFile(draft, "", { flag: "wx", mode: 0o600 });
    await writeWhole(join(this.folder, `${sha256}.json`), draft, text, "r+");
    return sha256;
  }

  /** Forgets what was kept for a benchmark that has not appeared. */
  async drop(sha256: string): Promise<void> {
    if (SHA256.test(sha256)) await rm(join(this.folder, `${sha256}.json`), { force: true });
  }

  async text(sha256: string): Promise<string | undefined> {
    if (!SHA256.test(sha256)) return undefined;
    try {
      return await unlessMissing(readFile(join(this.folder, `${sha256}.json`), "utf8"));
    } catch (error) {
      if (errorCode(error) !== "EACCES") throw error;
      return undefined;
    }
  }
}
