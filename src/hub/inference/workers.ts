import type { InferTensor } from "./tensors.js";
import { WorkerProcess, type WorkerJob, type WorkerSettings } from "./worker-process.js";

/** A batch, and which processes may run it: code of a publisher has one of its own. */
export interface PlacedJob extends WorkerJob {
  /** Undefined for the processes that models without code share. */
  own?: string | undefined;
}

/** Processes with code of a publisher that are kept at once. */
const MOST_OWN = 4;

/** Python processes, started when first needed and again when one has ended. */
export class Workers {
  private readonly shared: WorkerProcess[] = [];
  private readonly own = new Map<string, WorkerProcess>();
  private readonly queue: { job: PlacedJob; start: (worker: WorkerProcess) => void }[] = [];

  /** @param most - processes that models without code share */
  constructor(
    private readonly settings: WorkerSettings,
    private readonly most: number,
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

  private start(worker: WorkerProcess, job: PlacedJob): Promise<InferTensor[]> {
    return worker.run(job).finally(() => this.next());
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
    const found = idle.find(({ models }) => models.has(model)) ?? idle[0];
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
