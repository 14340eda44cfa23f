import { validateProblem } from "../contracts/validators.js";
import { FoundryProblem, problem } from "../core/problems.js";
import { STALE, type Channel } from "./channel.js";

/** A message of the kernel and the buffers beside it. */
export interface Reply {
  message: Record<string, unknown>;
  buffers: readonly DataView[];
}

interface Pending {
  type: string;
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
  progress: ((message: Record<string, unknown>) => void) | undefined;
}

/** Ids of one browser: the kernel reads from `id / IDS` which requests come from the same one. */
const IDS = 2 ** 20;

/** Matches what the kernel answers with what was asked, by id. */
export class KernelRequests {
  #next: number;
  readonly #pending = new Map<number, Pending>();

  /**
   * @param unasked - receives messages that answer no request
   * @param first - the first id: every browser that shows a widget hears the answers to all of them, so each has its own
   */
  constructor(
    readonly channel: Channel,
    private readonly unasked: (reply: Reply) => void = () => undefined,
    first: number = Math.floor(Math.random() * 2 ** 30) * IDS + 1,
  ) {
    this.#next = first;
    channel.onMessage((message, buffers) => {
      if (isRecord(message)) this.#receive({ message, buffers });
    });
    channel.onLive((live) => {
      if (!live) this.#lose();
    });
  }

  /**
   * Asks the kernel. The promise rejects with a {@link FoundryProblem} that the kernel names or when the kernel is
   * gone, and with an `AbortError` when given up or superseded.
   * @param body - the message for an id
   */
  ask(
    type: string,
    body: (id: number) => object,
    options: { signal?: AbortSignal | undefined; progress?: (message: Record<string, unknown>) => void } = {},
  ): Promise<Reply> {
    const { signal, progress } = options;
    if (signal?.aborted) return Promise.reject(abortError());
    if (!this.channel.live) return Promise.reject(problem("unavailable", STALE));
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { type, resolve, reject, progress });
      signal?.addEventListener("abort", () => {
        if (!this.#pending.delete(id)) return;
        if (this.channel.live) this.channel.send({ type: "cancel", id });
        reject(abortError());
      });
      this.channel.send({ type, ...body(id) });
    });
  }

  /** Says something about a request that is under way. */
  tell(message: object): void {
    if (this.channel.live) this.channel.send(message);
  }

  #receive(reply: Reply): void {
    const { message } = reply;
    const id = idOf(message);
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (id === undefined || !pending) {
      this.unasked(reply);
      return;
    }
    if (message["type"] === "progress") {
      pending.progress?.(message);
      return;
    }
    this.#pending.delete(id);
    if (message["type"] === "problem") pending.reject(problemOf(message["problem"]));
    else pending.resolve(reply);
    if (pending.type === "page") this.#supersede(id);
  }

  /** The kernel drops a page that was asked for before the one it answers: nobody looks at those rows any more. */
  #supersede(answered: number): void {
    for (const [id, { type, reject }] of this.#pending) {
      if (type !== "page" || id >= answered) continue;
      this.#pending.delete(id);
      reject(abortError());
    }
  }

  #lose(): void {
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of lost) reject(problem("unavailable", STALE));
  }
}

/** Narrows a value to an object with named properties. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function idOf(message: Record<string, unknown>): number | undefined {
  const response = message["response"];
  const id = isRecord(response) ? response["id"] : message["id"];
  return typeof id === "number" ? id : undefined;
}

function problemOf(value: unknown): FoundryProblem {
  if (validateProblem(value)) return new FoundryProblem(value);
  return problem("internal", "The kernel reported a problem that cannot be read; run this cell again.");
}

function abortError(): Error {
  return new DOMException("The request was given up.", "AbortError");
}
