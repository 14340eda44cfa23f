import pLimit from "p-limit";
import type { Benchmark, FoldPredictions, FoldRows } from "../../contracts/types.js";
import { problem } from "../../core/problems.js";
import type { Frame } from "../workers/frames.js";
import { NO_PYTHON, WorkerEnded, WorkerProcess } from "../workers/worker-process.js";

/** How a hub runs published models. */
export interface ModelWorkerOptions {
  /** A Python that has this package. */
  python: string;
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

const AT_ONCE = 2;

/** Runs published models on a benchmark's rows, each in a process of its own, which its limits outlive. */
export class ModelWorker {
  private readonly limit = pLimit(AT_ONCE);
  private readonly processes = new Set<WorkerProcess>();

  /** @param env - tells the variables by which a process finds the store */
  constructor(
    private readonly options: ModelWorkerOptions | undefined,
    private readonly env: () => Record<string, string> = () => ({}),
  ) {}

  /**
   * @param hidden - where the labels are, of which the worker sees to it that the model cannot read them
   * @param inputs - of the test rows by fold, where the dataset lacks them
   */
  async run(benchmark: Benchmark, model: string, hidden: string, inputs: HiddenInputs | undefined): Promise<ModelRun> {
    const body = inputs ? [Buffer.from(JSON.stringify(inputs), "utf8")] : [];
    const answer = await this.process(benchmark, model, hidden, body);
    if (!answer) throw problem("model-failed", `${model} was stopped: it gave no answer.`);
    const folds = JSON.parse(answer.body.toString("utf8")) as ModelRun["folds"];
    const { model: reference, modelSha256, seconds } = answer.header as unknown as Omit<ModelRun, "folds">;
    return { model: reference, modelSha256, seconds, folds };
  }

  /** Finds what keeps a model from running, and runs nothing. */
  async open(benchmark: Benchmark, model: string, hidden: string): Promise<void> {
    await this.process(benchmark, model, hidden);
  }

  /** Ends what still runs. */
  close(): void {
    this.limit.clearQueue();
    for (const one of this.processes) one.close();
  }

  /** @param body - of the run; without it the model is opened only */
  private async process(
    benchmark: Benchmark,
    model: string,
    hidden: string,
    body?: readonly Uint8Array[],
  ): Promise<Frame | undefined> {
    const { options } = this;
    if (!options) throw problem("refused-model", `${NO_PYTHON}: send predictions instead.`);
    const { python, ...limits } = options;
    return this.limit(async () => {
      const worker = new WorkerProcess({ python, module: "foundry_lab.benchmarks.worker", env: this.env });
      this.processes.add(worker);
      const header = { benchmark: `${benchmark.name}@${benchmark.version}`, hidden: [hidden] };
      try {
        return await worker.run({ model, open: header, ...(body ? { run: { header, body } } : {}), limits });
      } catch (error) {
        if (!(error instanceof WorkerEnded)) throw error;
        const cause = error.late ? "" : ", which too much memory can cause";
        throw problem("model-failed", `${model} was stopped: ${error.why}${cause}.`);
      } finally {
        worker.close();
        this.processes.delete(worker);
      }
    });
  }
}
