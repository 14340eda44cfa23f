import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Benchmark, FoldPredictions, FoldRows } from "../../contracts/types.js";
import { FoundryProblem, isProblemType, problem } from "../../core/problems.js";

/** How a hub runs published models. */
export interface ModelWorkerOptions {
  /** A Python that has this package. */
  python: string;
  /** What its processes find in their environment. */
  env: NodeJS.ProcessEnv;
  /** For all rows of a benchmark, once the model is open. */
  seconds: number;
  /** Bytes of a model's process. */
  memory: number;
}

/** What a model predicted, and what that took. */
export interface ModelRun {
  model: string;
  modelSha256: string;
  seconds: number;
  folds: Record<string, FoldPredictions>;
}

/** Inputs of the test rows by fold and column. */
export type HiddenInputs = Record<string, NonNullable<FoldRows["inputs"]>>;

type Said = Partial<ModelRun> & { step?: string; problem?: { type: string; detail: string } };

const AT_ONCE = 2;
/** For making a model's environment, which is done once. */
const PREPARATION = 15 * 60_000;
const LARGEST = 256 * 1024 * 1024;

/** Runs published models on a benchmark's rows, each in a process that ends with the hub. */
export class ModelWorker {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly children = new Set<ChildProcess>();

  /** @param env - what its processes find besides, once the hub listens */
  constructor(
    private readonly options: ModelWorkerOptions | undefined,
    private readonly env: () => Record<string, string> = () => ({}),
  ) {}

  /**
   * @param hidden - where the labels are, of which the worker sees to it that the model cannot read them
   * @param inputs - of the test rows by fold, where the dataset lacks them
   */
  async run(benchmark: Benchmark, model: string, hidden: string, inputs: HiddenInputs | undefined): Promise<ModelRun> {
    if (!this.options)
      throw problem(
        "refused-model",
        "This hub runs no models, as no Python was named when it was started (FOUNDRY_PYTHON): send predictions instead.",
      );
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
    try {
      return await this.process(this.options, benchmark, model, hidden, inputs);
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  /** Ends what still runs. */
  close(): void {
    for (const child of this.children) child.kill("SIGKILL");
  }

  private async process(
    { python, env, seconds, memory }: ModelWorkerOptions,
    benchmark: Benchmark,
    model: string,
    hidden: string,
    inputs: HiddenInputs | undefined,
  ): Promise<ModelRun> {
    const child = spawn(python, ["-m", "foundry_lab.benchmarks.worker"], {
      env: { ...env, ...this.env() },
      stdio: ["pipe", "pipe", "ignore"],
      windowsHide: true,
    });
    this.children.add(child);
    const ended = once(child, "close");
    const seen = { late: false };
    const stop = () => {
      seen.late = true;
      child.kill("SIGKILL");
    };
    let timer = setTimeout(stop, PREPARATION);
    // A process that cannot take its question ends, which is seen below.
    child.stdin.on("error", () => undefined);
    // Stdin stays open: the worker ends with it.
    child.stdin.write(
      `${JSON.stringify({ benchmark: `${benchmark.name}@${benchmark.version}`, model, seconds, memory, hidden: [hidden], inputs })}\n`,
    );
    let answer: Said | undefined;
    let read = 0;
    try {
      for await (const line of createInterface(child.stdout)) {
        read += line.length;
        if (read > LARGEST) break;
        answer = JSON.parse(line) as Said;
        if (answer.step !== "running") break;
        clearTimeout(timer);
        timer = setTimeout(stop, seconds * 1000);
      }
    } catch {
      answer = undefined;
    } finally {
      clearTimeout(timer);
      child.kill("SIGKILL");
      await ended.catch(() => undefined);
      this.children.delete(child);
    }
    if (seen.late)
      throw problem(
        "model-failed",
        `${model} was stopped: it took longer than ${seconds} s for the rows of ${benchmark.name}.`,
      );
    if (answer?.problem) throw refusal(answer.problem);
    const { modelSha256, folds } = answer ?? {};
    if (!answer?.model || !modelSha256 || !folds)
      throw problem(
        "model-failed",
        `${model} was stopped: the worker's process ended, which too much memory can cause.`,
      );
    return { model: answer.model, modelSha256, folds, seconds: answer.seconds ?? 0 };
  }
}

function refusal({ type, detail }: { type: string; detail: string }): FoundryProblem {
  return problem(isProblemType(type) ? type : "model-failed", detail);
}
