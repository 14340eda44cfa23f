import { setImmediate } from "node:timers/promises";
import { problem } from "../../core/problems.js";
import { sliceTensors, stackTensors, type TensorInParts } from "./rows.js";
import type { InferTensor } from "./tensors.js";

/** Runs a batch. */
export type RunBatch = (inputs: readonly TensorInParts[]) => Promise<InferTensor[]>;

/** What limits a batch. */
export interface BatchLimits {
  /** Rows at most; 1 request at a time where the model takes no batches. */
  rows: number;
  /** Milliseconds that a batch should take at most, as far as the batches before it tell. */
  target: number;
  /** Batches at once, where requests are large. */
  beside: number;
}

interface Request {
  inputs: readonly InferTensor[];
  rows: number;
  resolve: (outputs: InferTensor[]) => void;
  reject: (error: unknown) => void;
}

/** A request of so many bytes takes as long to receive and to hand on as to run: others can run meanwhile. */
const LARGE = 128 * 1024;

/** How much the newest batch counts in the time of a row. */
const WEIGHT = 0.2;

/**
 * Requests for one model, run one batch after another, and large ones beside each other. Nothing waits for company: a
 * batch takes what has come while the one before it ran, so batches grow with the load, up to the rows that take
 * `target` milliseconds.
 */
export class Batcher {
  private readonly waiting: Request[] = [];
  private running = 0;
  private perRow = 0;

  constructor(
    private readonly runBatch: RunBatch,
    private readonly limits: BatchLimits,
    private readonly together: boolean,
    private readonly heed: (batch: { rows: number; requests: number; seconds: number }) => void,
  ) {}

  /** Milliseconds that what waits will take, as far as the batches before tell. */
  get backlog(): number {
    return this.waiting.reduce((rows, request) => rows + request.rows, 0) * this.perRow;
  }

  /** Whether nothing runs or waits. */
  get idle(): boolean {
    return this.running === 0 && this.waiting.length === 0;
  }

  /** Outputs for some rows, computed with those of others. */
  run(inputs: readonly InferTensor[], rows: number): Promise<InferTensor[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ inputs, rows, resolve, reject });
      const large = inputs.reduce((sum, { data }) => sum + data.length, 0) >= LARGE;
      if (this.running >= (large ? this.limits.beside : 1)) return;
      this.running++;
      void this.work();
    });
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      // What is read from other connections in the same turn goes along; nothing waits longer than that.
      await setImmediate();
      await this.runTogether(this.next());
    }
    this.running--;
  }

  private next(): Request[] {
    const most = Math.min(this.limits.rows, this.perRow > 0 ? this.limits.target / this.perRow : Infinity);
    let count = 0;
    let rows = 0;
    for (const request of this.waiting) {
      if (count > 0 && (!this.together || rows + request.rows > most)) break;
      rows += request.rows;
      count++;
    }
    return this.waiting.splice(0, count);
  }

  private async runTogether(batch: Request[]): Promise<void> {
    const rows = batch.reduce((sum, request) => sum + request.rows, 0);
    const [first] = batch;
    if (!first) return;
    const since = performance.now();
    try {
      const outputs = await this.runBatch(stackTensors(batch.map(({ inputs }) => inputs)));
      const taken = performance.now() - since;
      this.perRow += ((rows > 0 ? taken / rows : this.perRow) - this.perRow) * (this.perRow === 0 ? 1 : WEIGHT);
      this.heed({ rows, requests: batch.length, seconds: taken / 1000 });
      this.hand(batch, rows, outputs);
    } catch (error) {
      // One request's rows may be what fails; the others must not fail with it.
      if (batch.length === 1) first.reject(error);
      else for (const request of batch) await this.runTogether([request]);
    }
  }

  private hand(batch: Request[], rows: number, outputs: InferTensor[]): void {
    if (batch.length === 1) {
      batch[0]?.resolve(outputs);
      return;
    }
    if (outputs.some(({ shape }) => shape[0] !== rows))
      throw problem("internal", "The model gave another number of rows than it was given.");
    let at = 0;
    for (const request of batch) {
      request.resolve(sliceTensors(outputs, at, request.rows));
      at += request.rows;
    }
  }
}
