import { problem } from "../../core/problems.js";
import type { Frame } from "../workers/frames.js";
import { WorkerEnded, WorkerProcess, type JobLimits, type WorkerSettings } from "../workers/worker-process.js";
import type { TensorInParts } from "./rows.js";
import type { InferTensor } from "./tensors.js";

/** A batch for a model, or without `inputs` only the wish that it be open, and which processes may run it. */
export interface PlacedJob {
  /** `name@version`. */
  model: string;
  inputs?: readonly TensorInParts[];
  /** What has a process of its own, as code of a publisher has; undefined for those that models without code share. */
  own?: string | undefined;
}

/** Processes with code of a publisher that are kept at once. */
const MOST_OWN = 4;

/** Python processes, started when first needed and again when one has ended. */
export class Workers {
  private readonly shared: WorkerProcess[] = [];
  private readonly own = new Map<string, WorkerProcess>();
  private readonly queue: { job: PlacedJob; start: (worker: WorkerProcess) => void }[] = [];

  /**
   * @param most - processes that models without code share
   * @param limits - of one batch
   */
  constructor(
    private readonly settings: WorkerSettings,
    private readonly most: number,
    private readonly limits: JobLimits,
  ) {}

  /** Runs a batch in a process that is free, once there is one. */
  run(job: PlacedJob): Promise<InferTensor[]> {
    const worker = this.free(job);
    if (worker) return this.start(worker, job);
    return new Promise((resolve, reject) => {
      this.queue.push({ job, start: (found) => void this.start(found, job).then(resolve, reject) });
    });
  }

  /** Processes that run now. */
  get count(): number {
    return [...this.shared, ...this.own.values()].filter(({ alive }) => alive).length;
  }

  /** Ends all processes. */
  close(): void {
    for (const worker of [...this.shared, ...this.own.values()]) worker.close();
  }

  private async start(worker: WorkerProcess, { model, inputs }: PlacedJob): Promise<InferTensor[]> {
    try {
      const run = inputs && {
        header: { inputs: inputs.map(({ parts, ...tensor }) => ({ ...tensor, bytes: bytesOf(parts) })) },
        body: inputs.flatMap(({ parts }) => parts),
      };
      const answer = await worker.run({ model, limits: this.limits, ...(run && { run }) });
      return run && answer ? outputsOf(answer) : [];
    } catch (error) {
      if (!(error instanceof WorkerEnded)) throw error;
      throw problem("unavailable", `${model} did not run: ${error.why}; try again, and see the hub's log.`, {
        status: error.late ? 504 : 503,
      });
    } finally {
      this.next();
    }
  }

  private next(): void {
    for (let i = 0; i < this.queue.length; i++) {
      const waiting = this.queue[i];
      const worker = waiting && this.free(waiting.job);
      if (!waiting || !worker) continue;
      this.queue.splice(i--, 1);
      waiting.start(worker);
    }
  }

  private free({ model, own }: PlacedJob): WorkerProcess | undefined {
    if (own !== undefined) return this.freeOwn(own);
    this.shared.splice(0, this.shared.length, ...this.shared.filter(({ alive }) => alive));
    const idle = this.shared.filter(({ busy }) => !busy);
    const found = idle.find((one) => one.hasOpen(model)) ?? idle[0];
    if (found || this.shared.length >= this.most) return found;
    const worker = new WorkerProcess(this.settings);
    this.shared.push(worker);
    return worker;
  }

  private freeOwn(own: string): WorkerProcess | undefined {
    const known = this.own.get(own);
    this.own.delete(own);
    const worker = known?.alive ? known : new WorkerProcess(this.settings);
    this.own.set(own, worker);
    for (const [key, oldest] of this.own) {
      if (this.own.size <= MOST_OWN) break;
      if (oldest.busy) continue;
      oldest.close();
      this.own.delete(key);
    }
    return worker.busy ? undefined : worker;
  }
}

interface WorkerTensor extends Omit<InferTensor, "data"> {
  bytes: number;
}

function outputsOf({ header, body }: Frame): InferTensor[] {
  let at = 0;
  return (header.outputs as WorkerTensor[]).map(({ bytes, ...tensor }) => {
    at += bytes;
    return { ...tensor, data: body.subarray(at - bytes, at) };
  });
}

const bytesOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);
