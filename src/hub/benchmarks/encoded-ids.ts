import { createHash } from "node:crypto";
import type { RowIds } from "../../core/metrics/align.js";

/** Ids as Arrow has them: one piece of memory, where a million texts would cost each garbage collection their marking. */
export class EncodedIds implements RowIds {
  readonly sha256: string;

  private constructor(
    readonly offsets: Int32Array,
    readonly bytes: Buffer,
  ) {
    this.sha256 = createHash("sha256").update(offsets).update(bytes).digest("hex");
  }

  static of(texts: readonly string[]): EncodedIds {
    const offsets = new Int32Array(texts.length + 1);
    texts.forEach((id, i) => (offsets[i + 1] = (offsets[i] ?? 0) + Buffer.byteLength(id)));
    return new EncodedIds(offsets, Buffer.from(texts.join("")));
  }

  get length(): number {
    return this.offsets.length - 1;
  }

  texts(): string[] {
    return Array.from({ length: this.length }, (_, i) =>
      this.bytes.toString("utf8", this.offsets[i], this.offsets[i + 1]),
    );
  }
}
