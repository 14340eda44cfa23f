import type { ColumnCounts, CountsRequest } from "../contracts/types.js";
import { validateCountsResponse } from "../contracts/validators.js";
import { parse } from "../core/contract.js";
import { problem } from "../core/problems.js";
import type { Question } from "../core/sources.js";
import type { KernelRequests } from "./kernel-requests.js";

interface Asked {
  question: Question<CountsRequest>;
  signal: AbortSignal | undefined;
  resolve: (counts: ColumnCounts) => void;
  reject: (error: unknown) => void;
}

/**
 * Asks a kernel for the counts of all the columns that are asked for at once in one message: a brush asks for those of
 * every header in sight, and a message costs a kernel more than a count does.
 */
export class BatchedCounts {
  #waiting: Asked[] = [];

  constructor(private readonly requests: KernelRequests) {}

  ask(question: Question<CountsRequest>, signal?: AbortSignal): Promise<ColumnCounts> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ question, signal, resolve, reject }) === 1) queueMicrotask(() => void this.#send());
    });
  }

  async #send(): Promise<void> {
    const asked = this.#waiting;
    this.#waiting = [];
    const controller = new AbortController();
    const giveUp = () => {
      if (asked.every(({ signal }) => signal?.aborted)) controller.abort();
    };
    for (const { signal } of asked) signal?.addEventListener("abort", giveUp);
    giveUp();
    try {
      const body = (id: number) => ({ id, requests: asked.map(({ question }, i) => ({ id: i, ...question })) });
      const { message } = await this.requests.ask("counts", body, { signal: controller.signal });
      const answers = message["responses"];
      if (!Array.isArray(answers) || answers.length !== asked.length)
        throw problem("internal", "The kernel's counts cannot be read; run this cell again.");
      asked.forEach(({ resolve, reject }, i) => {
        // A column that cannot be counted has none; the others do.
        if (answers[i] === null) reject(problem("invalid-request", "This column cannot be counted under the filter."));
        else resolve(parse(validateCountsResponse, answers[i], "The kernel's counts", "internal").counts);
      });
    } catch (error) {
      for (const { reject } of asked) reject(error);
    } finally {
      for (const { signal } of asked) signal?.removeEventListener("abort", giveUp);
    }
  }
}
