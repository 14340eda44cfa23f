import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { problem } from "../../core/problems.js";
import { at, text } from "./reading.js";

const PATIENCE = 10_000;
const MOST_BYTES = 20e6;

/** Gets JSON from an address; `missing` is the answer where it says that there is nothing (404, 412). */
export type AskJson = (url: string, missing?: unknown) => Promise<unknown>;

/** Asks on behalf of a catalog: every failure is a sentence with its title. */
export const askerFor =
  (title: string): AskJson =>
  async (url, missing) => {
    const response = await fetch(url, {
      headers: { accept: "application/json, application/ld+json", "user-agent": "foundry-lab" },
      signal: AbortSignal.timeout(PATIENCE),
    }).catch((error: unknown) => {
      throw problem(
        "unavailable",
        `${title} does not answer (${reasonOf(error)}): its results are missing; try again later.`,
        { cause: error },
      );
    });
    if (missing !== undefined && (response.status === 404 || response.status === 412)) return missing;
    if (response.status === 429)
      throw problem("unavailable", `${title} takes no more questions for now (429): try again in a minute.`);
    if (!response.ok)
      throw problem(
        "unavailable",
        `${title} refuses the search (${response.status} ${response.statusText}): its results are missing.`,
      );
    try {
      return JSON.parse(await limitedText(response)) as unknown;
    } catch (error) {
      throw problem("unavailable", `${title} answers with something that cannot be read: its results are missing.`, {
        cause: error,
      });
    }
  };

async function limitedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let read = "";
  let bytes = 0;
  if (!response.body) return "";
  for await (const chunk of Readable.fromWeb(response.body as NodeStream) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error("The answer is too large.");
    read += decoder.decode(chunk, { stream: true });
  }
  return read + decoder.decode();
}

function reasonOf(error: unknown): string {
  if (at(error, "name") === "TimeoutError") return "no answer in 10 s";
  return text(at(error, "cause", "code")) ?? "no connection";
}
