import { FoundryProblem, problem } from "../core/problems.js";
import type { AppendedFile, Staging } from "./store.js";

/** Files that arrive in parts: one part of a file at a time, each where the last one stopped. */
export class Appends {
  private readonly running = new Map<string, { cut: AbortController; ended: Promise<unknown> }>();

  constructor(private readonly staging: Staging) {}

  /** Takes a part; a sender that has gone silent is cut off by one that goes on where it stopped. */
  async append(path: string, source: AsyncIterable<Uint8Array>, offset: number, total: number): Promise<AppendedFile> {
    if ((await this.staging.received(path)) !== offset) throw await this.elsewhere(path, offset);
    const before = this.running.get(path);
    before?.cut.abort();
    await before?.ended;
    // It may have written more before it was cut, or somebody else have been faster.
    if (this.running.has(path) || (await this.staging.received(path)) !== offset)
      throw await this.elsewhere(path, offset);
    const cut = new AbortController();
    const part = this.staging.append(path, source, { offset, total, signal: cut.signal });
    const ended = part.catch(() => undefined);
    this.running.set(path, { cut, ended });
    try {
      return await part;
    } catch (error) {
      // What is wrong does not become right by going on.
      if (error instanceof FoundryProblem) await this.staging.drop(path);
      if (cut.signal.aborted)
        throw problem("unavailable", `Another request goes on with '${path}'.`, { status: 409, cause: error });
      throw error;
    } finally {
      this.running.delete(path);
    }
  }

  private async elsewhere(path: string, offset: number): Promise<FoundryProblem> {
    const received = await this.staging.received(path);
    const detail = `'${path}' has ${received} bytes here, so that it cannot go on at ${offset}; go on at ${received}.`;
    return problem("unavailable", detail, { status: 409 });
  }
}
