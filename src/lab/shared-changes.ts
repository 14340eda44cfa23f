import type { SharedNotebook } from "./cells.js";

/** The part of a Yjs document that says who makes a change. */
interface ChangingDocument {
  on(event: "beforeObserverCalls", listener: (transaction: { local: boolean }) => void): void;
}

const followed = new WeakMap<object, { ours: boolean }>();

/**
 * Says whether the change that a notebook tells of was made by this client, and not by another one that works on the
 * same notebook. A notebook that is shared with nobody changes only here.
 */
export function lastChangeIsOurs(notebook: SharedNotebook): () => boolean {
  const document = "ydoc" in notebook ? notebook.ydoc : undefined;
  if (!isDocument(document)) return () => true;
  const known = followed.get(document);
  if (known) return () => known.ours;
  const last = { ours: true };
  document.on("beforeObserverCalls", ({ local }) => (last.ours = local));
  followed.set(document, last);
  return () => last.ours;
}

const isDocument = (value: unknown): value is ChangingDocument & object =>
  typeof value === "object" && value !== null && "on" in value && typeof value.on === "function";
