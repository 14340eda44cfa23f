import type { Signature } from "../contracts/types.js";
import { problem } from "../core/problems.js";
import { transferable, type Answered, type Asked, type NamedTensor } from "./messages.js";
import { inputTensors, outputColumns, outputNames, presentRows, type Columns, type Value } from "./tensors.js";

/** Rows that the worker gets at once: enough to be quick, few enough to be told of and to fit. */
const BATCH_ROWS = 4096;
const WORKER = "model-worker.js";

/** What the worker is asked, before it has a number. */
type Question = Asked extends infer Each ? (Each extends Asked ? Omit<Each, "id"> : never) : never;

/** Told of how many rows are done. */
export type Told = (done: number, total: number) => void;

/** An ONNX model in a worker of its own; `close` ends it, whatever it does. Once the worker has failed, all fails: open another. */
export class BrowserModel {
  #next = 1;
  readonly #waiting = new Map<number, { resolve: (answer: Answered) => void; reject: (error: Error) => void }>();
  #loaded = false;
  #ended: Error | undefined;

  private constructor(
    private readonly worker: Worker,
    private readonly signature: Signature,
  ) {
    worker.onmessage = ({ data }: MessageEvent<Answered>) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      const why = event.message ? ` (${event.message.slice(0, 200)})` : "";
      const sentence = this.#loaded
        ? `What runs the model in the browser has failed${why}; try again, with fewer rows at once.`
        : "What runs models in the browser could not be loaded; reload the page.";
      this.#end(problem("unavailable", sentence));
    };
  }

  /**
   * Opens a model.
   *
   * @param runtime - the address of the folder with the worker, with a slash at its end
   * @param model - the ONNX file, which is handed over
   * @throws FoundryProblem - `unavailable` where the worker cannot be loaded, `invalid-request` where the file is not a model
   */
  static async open(runtime: string, model: ArrayBuffer, signature: Signature): Promise<BrowserModel> {
    const opened = new BrowserModel(new Worker(new URL(WORKER, runtime), { type: "module" }), signature);
    try {
      await opened.#ask({ type: "open", model }, [model]);
    } catch (error) {
      opened.close();
      throw error;
    }
    return opened;
  }

  /**
   * What the model predicts: a value for each row, null for a row with a missing input.
   *
   * @param columns - values of the inputs by name, each with as many as there are rows
   */
  async predict(columns: Columns, rows: number, told: Told = () => undefined): Promise<Map<string, Value[]>> {
    const found = new Map<string, Value[]>();
    for (let start = 0; start < Math.max(rows, 1); start += BATCH_ROWS) {
      const count = Math.min(BATCH_ROWS, rows - start);
      const part =
        rows <= BATCH_ROWS
          ? columns
          : new Map([...columns].map(([name, values]) => [name, values.slice(start, start + count)]));
      const present = presentRows(this.signature, part, count);
      const given = present.length > 0 ? await this.run(inputTensors(this.signature, part, present)) : [];
      for (const [name, values] of outputColumns(this.signature, given, present, count)) {
        const all = found.get(name);
        if (all) for (const value of values) all.push(value);
        else found.set(name, values);
      }
      told(Math.min(start + count, rows), rows);
    }
    return found;
  }

  /** Runs the model on tensors, whose buffers are handed over. */
  async run(inputs: NamedTensor[]): Promise<NamedTensor[]> {
    const answer = await this.#ask({ type: "run", inputs, outputs: outputNames(this.signature) }, transferable(inputs));
    return answer.type === "ran" ? answer.outputs : [];
  }

  /** Ends the worker; what waits for it fails. */
  close(): void {
    this.worker.terminate();
    this.#end(new DOMException("The model was closed.", "AbortError"));
  }

  #ask(asked: Question, buffers: ArrayBuffer[]): Promise<Answered> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      if (this.#ended) throw this.#ended;
      this.#waiting.set(id, { resolve, reject });
      this.worker.postMessage({ ...asked, id }, buffers);
    });
  }

  #receive(answer: Answered): void {
    this.#loaded = true;
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.type === "failed")
      waiting?.reject(problem("invalid-request", `The model could not run here: ${answer.message}`));
    else waiting?.resolve(answer);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}
