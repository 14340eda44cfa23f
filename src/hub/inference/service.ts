import { LRUCache } from "lru-cache";
import type { Model } from "../../contracts/types.js";
import { problem } from "../../core/problems.js";
import { checkName, versionOf } from "../../core/references.js";
import { findManifest } from "../../store/library.js";
import type { Store } from "../../store/store.js";
import { NO_PYTHON } from "../workers/worker-process.js";
import { Batcher } from "./batcher.js";
import { Bodies } from "./bodies.js";
import { fitInputs, takesBatches, wantedOutputs } from "./fit.js";
import { InferenceMetrics } from "./metrics.js";
import type { ReadRequest } from "./request-body.js";
import { ResultCache } from "./result-cache.js";
import type { ServeSettings } from "./settings.js";
import type { InferTensor } from "./tensors.js";
import { Workers, type PlacedJob } from "./workers.js";

/** What a model gave, and whether that was known already. */
export interface Inferred {
  outputs: InferTensor[];
  cached: boolean;
}

/** Formats whose files can hold code, or need libraries of their own: each model has its own process. */
const OWN_PROCESS = new Set(["python", "torch", "keras", "pipeline"]);

/** Milliseconds for which a name's newest version is not looked up again. */
const FRESH = 1000;

/** The models of a store, run. */
export class InferenceService {
  readonly metrics: InferenceMetrics;
  readonly bodies = new Bodies();
  private readonly workers: Workers | undefined;
  private readonly cache: ResultCache;
  private readonly batchers = new LRUCache<string, Batcher>({ max: 1000 });
  private readonly found = new LRUCache<string, Promise<Model>>({ max: 1000, ttl: FRESH, ttlResolution: FRESH / 10 });
  private active = 0;
  private bytes = 0;

  /** @param env - tells the variables by which a Python process finds the store */
  constructor(
    private readonly store: Store,
    private readonly settings: ServeSettings,
    env: () => Record<string, string>,
  ) {
    const { python, timeout, workers, threads, cacheBytes, trusted } = settings;
    const variables = { FOUNDRY_SERVE_TRUST: trusted.join(","), FOUNDRY_SERVE_THREADS: String(threads) };
    const module = "foundry_lab.serving.worker";
    if (python !== undefined) {
      const worker = { python, module, env: () => ({ ...env(), ...variables }) };
      this.workers = new Workers(worker, workers, { seconds: timeout });
    }
    this.cache = new ResultCache(cacheBytes);
    this.metrics = new InferenceMetrics({ active: () => this.active, workers: () => this.workers?.count ?? 0 });
  }

  /** The manifest of a served version. */
  find(name: string, version?: string): Promise<Model> {
    const key = `${name}@${version ?? ""}`;
    const known = this.found.get(key);
    if (known) return known;
    const looked = this.look(name, version);
    this.found.set(key, looked);
    looked.catch(() => this.found.delete(key));
    return looked;
  }

  /** Whether whoever runs this hub lets a model's own code run. */
  readonly trusts = (model: Model): boolean =>
    this.settings.trusted.includes(model.name) || this.settings.trusted.includes(referenceOf(model));

  /**
   * Makes room for a request of so many bytes; the returned function gives it back.
   * @throws FoundryProblem (429) where too many are under way
   */
  enter(bytes: number): () => void {
    const { requests, bodyBytes } = this.settings;
    if (this.active >= requests || (this.active > 0 && this.bytes + bytes > 8 * bodyBytes)) {
      this.metrics.refused.inc();
      throw problem(
        "unavailable",
        `The hub has ${this.active} inference requests under way, which is as many as it takes: try again later.`,
        { status: 429 },
      );
    }
    this.active++;
    this.bytes += bytes;
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.active--;
      this.bytes -= bytes;
    };
  }

  /** Seconds after which one that was refused may try again. */
  get retryAfter(): number {
    const waiting = [...this.batchers.values()].reduce((sum, { backlog }) => sum + backlog, 0);
    return Math.min(60, Math.max(1, Math.ceil(waiting / 1000)));
  }

  /** Opens a model in a process; fails with the reason why it cannot run. */
  async open(model: Model): Promise<void> {
    await this.run({ model: referenceOf(model), own: ownOf(model) });
  }

  /** Runs a model, or gives what it gave for the same inputs before. */
  async infer(model: Model, request: ReadRequest): Promise<Inferred> {
    const reference = referenceOf(model);
    const { signature, name, version } = model;
    const { inputs, rows } = fitInputs(request.inputs, signature, reference);
    const wanted = wantedOutputs(
      request.outputs.map((output) => output.name),
      signature,
      reference,
    );
    const chosen = (outputs: readonly InferTensor[]) => wanted.flatMap((place) => outputs[place] ?? []);
    const key = request.cache ? this.cache.key(reference, inputs) : undefined;
    const known = key === undefined ? undefined : this.cache.get(key);
    if (key !== undefined) this.metrics.cache.inc({ model: name, version, result: known ? "hit" : "miss" });
    if (known) return { outputs: chosen(known), cached: true };
    const outputs = await this.batcher(model).run(inputs, rows);
    if (key !== undefined) this.cache.set(key, outputs);
    return { outputs: chosen(outputs), cached: false };
  }

  /** Ends the processes and the threads. */
  async close(): Promise<void> {
    this.workers?.close();
    await this.bodies.close();
  }

  private async look(name: string, version?: string): Promise<Model> {
    checkName(name);
    const found = await findManifest(this.store, "model", {
      name,
      ...(version === undefined ? {} : versionOf(version)),
    });
    if (found.kind === "model") return found;
    throw problem("not-found", `${name} is not a model.`);
  }

  private async run(job: PlacedJob): Promise<InferTensor[]> {
    if (!this.workers) throw problem("refused-model", `${NO_PYTHON}.`);
    return this.workers.run(job);
  }

  private batcher(model: Model): Batcher {
    const reference = referenceOf(model);
    const known = this.batchers.get(reference);
    if (known) return known;
    const labels = { model: model.name, version: model.version };
    const made = new Batcher(
      (inputs) => this.run({ model: reference, own: ownOf(model), inputs }),
      {
        rows: this.settings.batchRows,
        target: this.settings.batchTarget,
        beside: ownOf(model) === undefined ? this.settings.workers : 1,
      },
      takesBatches(model.signature),
      ({ rows, seconds }) => {
        this.metrics.rows.inc(labels, rows);
        this.metrics.batchRows.observe(labels, rows);
        this.metrics.batchDuration.observe(labels, seconds);
      },
    );
    this.batchers.set(reference, made);
    return made;
  }
}

const referenceOf = ({ name, version }: Model): string => `${name}@${version}`;

const ownOf = (model: Model): string | undefined => (OWN_PROCESS.has(model.format) ? referenceOf(model) : undefined);
