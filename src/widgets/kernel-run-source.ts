import type {
  DataChoice,
  ModelChoice,
  Run,
  RunMetric,
  RunProgress,
  RunResult,
  RunSource,
} from "../components/model-run/run-source.js";
import { isRecord, type KernelRequests, type Reply } from "./kernel-requests.js";
import { KernelTableSource } from "./kernel-table-source.js";
import { parseDescription } from "./table-description.js";

/** Runs models in a kernel. */
export class KernelRunSource implements RunSource {
  constructor(
    private readonly requests: KernelRequests,
    readonly models: readonly ModelChoice[],
    readonly data: readonly DataChoice[],
  ) {}

  run(model: ModelChoice, data: DataChoice, progress: (progress: RunProgress) => void): Run {
    let run = 0;
    const body = (id: number) => {
      run = id;
      return { id, model: model.reference, data: data.label };
    };
    const reply = this.requests.ask("run", body, { progress: (message) => progress(progressOf(message)) });
    return {
      result: reply.then((finished) => this.#result(finished)),
      stop: () => this.requests.tell({ type: "stop", id: run }),
    };
  }

  #result({ message }: Reply): RunResult {
    const { seconds, metrics, stopped } = message;
    return {
      table: new KernelTableSource(this.requests, parseDescription(message["description"])),
      seconds: Number(seconds),
      metrics: Array.isArray(metrics) ? metrics.filter(isMetric) : [],
      stopped: stopped === true,
    };
  }
}

function progressOf({ done, total, rowsPerSecond }: Record<string, unknown>): RunProgress {
  return { done: Number(done), total: Number(total), rowsPerSecond: Number(rowsPerSecond) };
}

const isMetric = (value: unknown): value is RunMetric =>
  isRecord(value) && typeof value["name"] === "string" && typeof value["value"] === "number";
