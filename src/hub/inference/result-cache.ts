import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { InferTensor } from "./tensors.js";

/** Inputs beyond this are not hashed: few ask for the same millions of values again. */
const LONGEST_INPUT = 16 * 1024 * 1024;

/** What models gave, by a hash of what they were given; the least used results go first. */
export class ResultCache {
  private readonly known: LRUCache<string, readonly InferTensor[]> | undefined;

  /** @param bytes - of results that are kept; 0 keeps none */
  constructor(bytes: number) {
    if (bytes > 0)
      this.known = new LRUCache({
        maxSize: bytes,
        maxEntrySize: Math.ceil(bytes / 4),
        sizeCalculation: (outputs) => outputs.reduce((sum, { data }) => sum + data.length, 500),
      });
  }

  /** The hash of inputs for a version; undefined where nothing is kept of them. */
  key(model: string, inputs: readonly InferTensor[]): string | undefined {
    const bytes = inputs.reduce((sum, { data }) => sum + data.length, 0);
    if (!this.known || bytes > LONGEST_INPUT) return undefined;
    const hash = createHash("sha256").update(
      JSON.stringify([model, inputs.map(({ name, datatype, shape }) => [name, datatype, shape])]),
    );
    for (const { data } of inputs) hash.update(data);
    return hash.digest("base64");
  }

  get(key: string): readonly InferTensor[] | undefined {
    return this.known?.get(key);
  }

  set(key: string, outputs: readonly InferTensor[]): void {
    // A slice of a batch would keep the whole batch.
    this.known?.set(
      key,
      outputs.map((tensor) => ({ ...tensor, data: new Uint8Array(tensor.data) })),
    );
  }
}
