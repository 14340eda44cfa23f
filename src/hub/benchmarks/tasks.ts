import { createHash } from "node:crypto";
import { text as readText } from "node:stream/consumers";
import { LRUCache } from "lru-cache";
import type { Benchmark } from "../../contracts/types.js";
import { parseFold, truthOf } from "../../core/benchmarks.js";
import { truthValues, type Truth } from "../../core/metrics/rows.js";
import { problem } from "../../core/problems.js";
import type { LabelVault } from "../../store/hidden-labels.js";
import type { Store } from "../../store/store.js";
import { EncodedIds } from "./encoded-ids.js";

/** What predictions of a benchmark are scored against. */
export interface Task {
  benchmark: Benchmark;
  ids: Map<string, EncodedIds>;
  truth: Map<string, Truth>;
  benchmarkSha256: string;
  truthSha256: string;
}

const MOST = 16;

/** Tasks by benchmark; the last few stay in memory. */
export class Tasks {
  private readonly known = new LRUCache<string, Promise<Task>>({ max: MOST });

  constructor(
    private readonly store: Store,
    private readonly vault: LabelVault,
  ) {}

  of(benchmark: Benchmark): Promise<Task> {
    const key = `${benchmark.name}@${benchmark.version}`;
    const known = this.known.get(key) ?? this.read(benchmark);
    this.known.set(key, known);
    // One that could not be read is read again next time.
    known.catch(() => this.known.delete(key));
    return known;
  }

  private async read(benchmark: Benchmark): Promise<Task> {
    const { hidden, sha256 } = benchmark.labels;
    const kept = hidden ? await this.vault.labels(benchmark) : undefined;
    const ids = new Map<string, EncodedIds>();
    const truth = new Map<string, Truth>();
    for (const { name, path, rows } of benchmark.folds) {
      const text = await readText(await this.store.read(benchmark, path));
      const fold = parseFold(text, name, { rows, hidden, weighed: benchmark.weight !== undefined });
      const secret = kept?.folds[name];
      if (hidden && (secret?.test.length !== fold.test.length || secret.test.some((id, i) => id !== fold.test[i])))
        throw problem(
          "invalid-manifest",
          `The kept labels of '${name}' are not those of its rows; publish the benchmark again.`,
        );
      ids.set(name, EncodedIds.of(fold.test));
      truth.set(name, truthValues(benchmark, truthOf(secret ?? fold), name, fold.weights));
    }
    const listed = benchmark.files
      .map((file) => `${file.path} ${file.sha256}\n`)
      .sort()
      .join("");
    return {
      benchmark,
      ids,
      truth,
      benchmarkSha256: digest(`${JSON.stringify(benchmark, undefined, 2)}\n`),
      truthSha256: sha256 ?? digest(listed),
    };
  }
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
