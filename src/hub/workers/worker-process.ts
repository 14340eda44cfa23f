import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { isProblemType, problem } from "../../core/problems.js";
import { FrameReader, frameOf, type Frame } from "./frames.js";

/** How a Python process is started. */
export interface WorkerSettings {
  /** The Python that has `foundry_lab`. */
  python: string;
  /** What it runs. */
  module: string;
  /** Variables besides those of the hub: where models are found, which code is allowed. */
  env: () => Record<string, string>;
}

/** What one job may take. */
export interface JobLimits {
  seconds: number;
  /** Bytes. */
  memory?: number;
}

/** What is to be run with a model, or without `run` only the wish that the model be open. */
export interface WorkerJob {
  /** `name@version`. */
  model: string;
  /** What opening it takes besides. */
  open?: Record<string, unknown>;
  run?: { header: Record<string, unknown>; body: readonly Uint8Array[] };
  /** Of the run; opening has `OPENING_SECONDS`, as the environment of a model with code is made then. */
  limits: JobLimits;
}

/** A process that ended before it answered. */
export class WorkerEnded extends Error {
  override readonly name = "WorkerEnded";

  /**
   * @param why - for a sentence, such as 'its process ended with SIGKILL'
   * @param late - whether it took longer than its limit
   */
  constructor(
    readonly why: string,
    readonly late: boolean,
  ) {
    super(why);
  }
}

interface Waiting {
  resolve: (answer: Frame) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** Milliseconds of Node's longest timer. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Why nothing runs, for a sentence. */
export const NO_PYTHON = "This hub runs no models, as no Python was named when it was started (FOUNDRY_PYTHON)";

const OPENING_SECONDS = 15 * 60;
/** Milliseconds in which a process ends by itself once its input has ended. */
const PATIENCE = 2000;

/** A Python process that does one job at a time, and ends with the hub. */
export class WorkerProcess {
  /** Models that it has open. */
  private models: readonly string[] = [];
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly frames = new FrameReader();
  private waiting: Waiting | undefined;
  private active = false;
  private ended: WorkerEnded | undefined;

  constructor({ python, module, env }: WorkerSettings) {
    // What it says goes to the hub's log; its input ends with the hub, however that ends.
    this.child = spawn(python, ["-X", "utf8", "-m", module], {
      env: { ...process.env, ...env() },
      stdio: ["pipe", "pipe", "inherit"],
      windowsHide: true,
    });
    this.child.on("error", (error) => this.end(`${python} cannot be started (${error.message})`));
    this.child.on("close", (code, signal) => {
      this.end(`its process ended with ${signal ?? code}${this.frames.within ? " in the middle of an answer" : ""}`);
    });
    this.child.stdin.on("error", () => undefined);
    this.child.stdout.on("data", (part: Buffer) => this.read(part));
  }

  get alive(): boolean {
    return !this.ended;
  }

  get busy(): boolean {
    return this.active;
  }

  hasOpen(model: string): boolean {
    return this.models.includes(model);
  }

  /**
   * Opens the model where it is not open yet, and runs the job; the process must not be busy.
   * @returns the run's answer, or the opening's
   * @throws FoundryProblem as the process reports it
   * @throws WorkerEnded
   */
  async run({ model, open, run, limits }: WorkerJob): Promise<Frame | undefined> {
    this.active = true;
    try {
      if (!this.hasOpen(model)) {
        const seconds = Math.max(OPENING_SECONDS, limits.seconds);
        const { header } = await this.ask({ ...open, method: "open", model, limits: { ...limits, seconds } });
        this.models = header.models as string[];
      }
      return run && (await this.ask({ ...run.header, method: "run", model, limits }, run.body));
    } finally {
      this.active = false;
    }
  }

  /** Ends it; what runs fails. */
  close(): void {
    this.end("the hub ends");
    this.child.stdin.end();
    setTimeout(() => this.child.kill("SIGKILL"), PATIENCE).unref();
  }

  private ask(header: { limits: JobLimits } & Frame["header"], body?: readonly Uint8Array[]): Promise<Frame> {
    return new Promise((resolve, reject) => {
      if (this.ended) {
        reject(this.ended);
        return;
      }
      const { seconds } = header.limits;
      const late = `it took longer than ${seconds} s${header.method === "open" ? " to open" : ""}`;
      const timer = setTimeout(() => this.kill(late, true), Math.min(seconds * 1000, LONGEST_TIMER));
      this.waiting = { resolve, reject, timer };
      this.child.stdin.cork();
      for (const part of frameOf(header, body)) this.child.stdin.write(part);
      this.child.stdin.uncork();
    });
  }

  private read(part: Buffer): void {
    try {
      for (const frame of this.frames.push(part)) this.answer(frame);
    } catch (error) {
      this.kill(`what it sent is not an answer, as ${(error as Error).message}`);
    }
  }

  private answer(frame: Frame): void {
    const waiting = this.take();
    const reported = frame.header.problem as { type: string; detail: string } | undefined;
    if (!reported) waiting?.resolve(frame);
    else waiting?.reject(problem(isProblemType(reported.type) ? reported.type : "model-failed", reported.detail));
  }

  private kill(why: string, late = false): void {
    this.end(why, late);
    this.child.kill("SIGKILL");
  }

  private end(why: string, late = false): void {
    this.ended ??= new WorkerEnded(why, late);
    this.take()?.reject(this.ended);
  }

  private take(): Waiting | undefined {
    const { waiting } = this;
    this.waiting = undefined;
    clearTimeout(waiting?.timer);
    return waiting;
  }
}
