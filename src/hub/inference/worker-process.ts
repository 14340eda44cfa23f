import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { Problem } from "../../contracts/types.js";
import { FoundryProblem, problem } from "../../core/problems.js";
import { frameOf, readFrames, type Frame } from "./frames.js";
import type { TensorInParts } from "./rows.js";
import type { InferTensor } from "./tensors.js";

/** How a Python process is started. */
export interface WorkerSettings {
  /** The Python that has `foundry_lab`. */
  python: string;
  /** Variables besides those of the hub: where models are found, which code is allowed. */
  env: () => Record<string, string>;
  /** Milliseconds that one batch may take. */
  timeout: number;
}

/** A batch for a model, or without `inputs` only the wish that it be loaded. */
export interface WorkerJob {
  /** `name@version`. */
  model: string;
  inputs?: readonly TensorInParts[];
}

interface Waiting {
  resolve: (outputs: InferTensor[]) => void;
  reject: (error: FoundryProblem) => void;
  timer: NodeJS.Timeout;
  model: string;
}

/** Milliseconds for opening a model: the environment of one with code is made then. */
const OPENING = 600_000;

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** A Python process that runs one batch at a time, and ends with the hub. */
export class WorkerProcess {
  /** Models that it has open. */
  readonly models = new Set<string>();
  private readonly child: Child;
  private waiting: Waiting | undefined;
  private active = false;
  private ended = false;
  private why = "";

  constructor(private readonly settings: WorkerSettings) {
    const { python, env } = settings;
    // What it says goes to the hub's log; its input ends with the hub, however that ends.
    this.child = spawn(python, ["-X", "utf8", "-m", "foundry_lab.serving.worker"], {
      env: { ...process.env, ...env() },
      stdio: ["pipe", "pipe", "inherit"],
      windowsHide: true,
    });
    this.child.on("error", (error) => this.end(`${python} cannot be started (${error.message})`));
    this.child.on("exit", (code, signal) => this.end(`its process ended with ${signal ?? code}`));
    this.child.stdin.on("error", () => undefined);
    readFrames(this.child.stdout, (frame) => this.answer(frame));
  }

  get alive(): boolean {
    return !this.ended;
  }

  get busy(): boolean {
    return this.active;
  }

  /** Opens the model where it is not open yet, and runs a batch; the process must not be busy. */
  async run({ model, inputs }: WorkerJob): Promise<InferTensor[]> {
    this.active = true;
    try {
      if (!this.models.has(model)) await this.ask({ model }, OPENING);
      this.models.add(model);
      return inputs ? await this.ask({ model, inputs }, this.settings.timeout) : [];
    } finally {
      this.active = false;
    }
  }

  private ask({ model, inputs }: WorkerJob, timeout: number): Promise<InferTensor[]> {
    return new Promise((resolve, reject) => {
      if (this.ended) {
        reject(failed(model, this.why));
        return;
      }
      const timer = setTimeout(() => {
        this.end(`it took longer than ${timeout / 1000} s`, 504);
        this.child.kill("SIGKILL");
      }, timeout);
      this.waiting = { resolve, reject, timer, model };
      const tensors = inputs?.map(({ parts, ...tensor }) => ({
        ...tensor,
        bytes: parts.reduce((sum, { length }) => sum + length, 0),
      }));
      this.child.stdin.cork();
      for (const part of frameOf(
        { model, inputs: tensors },
        inputs?.flatMap(({ parts }) => parts),
      ))
        this.child.stdin.write(part);
      this.child.stdin.uncork();
    });
  }

  /** Ends it; a batch that runs fails. */
  close(): void {
    this.end("the hub ends");
    this.child.stdin.end();
    this.child.kill("SIGTERM");
  }

  private answer({ header, body }: Frame): void {
    const waiting = this.take();
    if (!waiting) return;
    const { problem: found, outputs = [] } = header as { problem?: Problem; outputs?: WorkerTensor[] };
    if (found) {
      waiting.reject(new FoundryProblem(found));
      return;
    }
    let at = 0;
    waiting.resolve(
      outputs.map(({ bytes, ...tensor }) => {
        at += bytes;
        return { ...tensor, data: body.subarray(at - bytes, at) };
      }),
    );
  }

  private end(why: string, status?: number): void {
    if (!this.ended) this.why = why;
    this.ended = true;
    const waiting = this.take();
    waiting?.reject(failed(waiting.model, this.why, status));
  }

  private take(): Waiting | undefined {
    const { waiting } = this;
    this.waiting = undefined;
    clearTimeout(waiting?.timer);
    return waiting;
  }
}

interface WorkerTensor extends Omit<InferTensor, "data"> {
  bytes: number;
}

const failed = (model: string, why: string, status = 503) =>
  problem("unavailable", `${model} did not run: ${why}; try again, and see the hub's log.`, { status });
