import type {
  ColumnMapping,
  DataChoice,
  ModelChoice,
  RowFailure,
  Run,
  RunCheck,
  RunOptions,
  RunProgress,
  RunResult,
  RunSource,
} from "../components/model-run/run-source.js";
import { problem } from "../core/problems.js";
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

  async check(model: ModelChoice, data: DataChoice, columns: ColumnMapping = {}): Promise<RunCheck> {
    const { message } = await this.requests.ask("check", (id) => ({
      id,
      model: model.reference,
      data: data.label,
      columns,
    }));
    const { inputs, columns: found, mapping, converted, problems } = message;
    if (
      !Array.isArray(inputs) ||
      !Array.isArray(found) ||
      !isRecord(mapping) ||
      !isRecord(converted) ||
      !Array.isArray(problems)
    )
      throw problem("internal", "The kernel's answer cannot be read; run this cell again.");
    // The kernel of this very version wrote the rest.
    return message as unknown as RunCheck;
  }

  run(
    model: ModelChoice,
    data: DataChoice,
    progress: (progress: RunProgress) => void,
    { columns, resume }: RunOptions = {},
  ): Run {
    let run = 0;
    const body = (id: number) => {
      run = id;
      const more = {
        ...(columns && Object.keys(columns).length > 0 ? { columns } : {}),
        ...(resume ? { resume } : {}),
      };
      return { id, model: model.reference, data: data.label, ...more };
    };
    const reply = this.requests.ask("run", body, { progress: (message) => progress(progressOf(message)) });
    return {
      result: reply.then((finished) => this.#result(finished)),
      stop: () => this.requests.tell({ type: "stop", id: run }),
    };
  }

  #result({ message }: Reply): RunResult {
    const { seconds, stopped, failed, failures } = message;
    return {
      table: new KernelTableSource(this.requests, parseDescription(message["description"])),
      seconds: Number(seconds),
      stopped: stopped === true,
      failed: Number(failed ?? 0),
      failures: failuresOf(failures),
    };
  }
}

function progressOf({ done, total, rowsPerSecond, failed, failures }: Record<string, unknown>): RunProgress {
  const figures = { done: Number(done), total: Number(total), rowsPerSecond: Number(rowsPerSecond) };
  return { ...figures, failed: Number(failed ?? 0), failures: failuresOf(failures) };
}

const failuresOf = (value: unknown): RowFailure[] =>
  Array.isArray(value)
    ? value.filter(
        (one): one is RowFailure =>
          isRecord(one) && typeof one["row"] === "number" && typeof one["reason"] === "string",
      )
    : [];
