import type { Kind, SearchHit } from "../contracts/types.js";
import { KINDS } from "../core/manifests.js";
import { problem } from "../core/problems.js";

/** Where a page ended: how many were before its end, and its last package. */
export interface Cursor {
  offset: number;
  kind: Kind;
  name: string;
}

/** A cursor as the text that a response gives. */
export const writeCursor = (offset: number, { kind, name }: Pick<SearchHit, "kind" | "name">): string =>
  Buffer.from(JSON.stringify([offset, kind, name])).toString("base64url");

/**
 * Reads a response's `next`.
 * @throws FoundryProblem if it is not a cursor
 */
export function readCursor(text: string): Cursor {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    const [offset, kind, name] = Array.isArray(value) ? (value as unknown[]) : [];
    if (typeof offset === "number" && offset >= 0 && KINDS.some((known) => known === kind) && typeof name === "string")
      return { offset, kind: kind as Kind, name };
  } catch {
    // Refused below, with every other text.
  }
  throw problem("invalid-request", "The search's cursor is not one that a search has given: search again without it.", {
    pointer: "/cursor",
  });
}
