import { DataType, RecordBatchReader, type Data, type RecordBatch, type Utf8, type Vector } from "apache-arrow";
import type { FoldColumns, IdColumn, Ids } from "../../core/metrics/align.js";
import { problem } from "../../core/problems.js";
import { EncodedIds } from "./encoded-ids.js";

/** What a body of predictions is called that is an Arrow IPC stream. */
export const ARROW_STREAM = "application/vnd.apache.arrow.stream";

/** A request whose predictions came as columns. */
export interface ArrowRequest {
  /** What else was asked, to be checked against its contract. */
  request: Record<string, unknown>;
  folds: Record<string, FoldColumns>;
}

/**
 * Reads a request with its predictions from an Arrow IPC stream: one record batch for each fold, with the text column
 * `id`, the column `prediction` (float64, bool or utf8) and, where they are known, standard deviations in the column
 * `uncertainty` (float64). The schema's metadata has the names of the batches' folds
 * as a JSON list, `folds`, and what else is asked as a JSON object, `request`. In place of the column `id`, it may have
 * the SHA-256 of each fold's ids as a JSON list, `ids`: of their 32-bit offsets from 0, little-endian, and their bytes.
 * @throws FoundryProblem for bytes that are none of this
 */
export function readArrowRequest(bytes: Uint8Array): ArrowRequest {
  const { metadata, batches } = batchesOf(bytes);
  const names = jsonOf(metadata.get("folds") ?? "null");
  const request = jsonOf(metadata.get("request") ?? "{}");
  if (!Array.isArray(names) || names.length !== batches.length || new Set(names).size < names.length)
    throw wrong("`folds` in the metadata of its schema must name the fold of each record batch, each once");
  if (typeof request !== "object" || request === null || Array.isArray(request))
    throw wrong("`request` in the metadata of its schema must be a JSON object");
  const digests = jsonOf(metadata.get("ids") ?? "[]");
  if (!Array.isArray(digests)) throw wrong("`ids` in the metadata of its schema must be a JSON list");
  const folds = batches.map((batch, i): [string, FoldColumns] => [String(names[i]), columnsOf(batch, digests[i])]);
  return { request: { ...request }, folds: Object.fromEntries(folds) };
}

function batchesOf(bytes: Uint8Array): { metadata: Map<string, string>; batches: RecordBatch[] } {
  try {
    // With `autoDestroy` the reader forgets its schema at the end.
    const reader = RecordBatchReader.from(bytes).open({ autoDestroy: false });
    const batches = [...reader];
    return { metadata: reader.schema.metadata, batches };
  } catch (error) {
    throw wrong(error instanceof Error ? error.message.slice(0, 200) : "it cannot be read", error);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong("the metadata of its schema is not JSON");
  }
}

function columnsOf(batch: RecordBatch, digest: unknown): FoldColumns {
  const ids = typeof digest === "string" ? new DigestedIds(digest, batch.numRows) : idsOf(batch);
  const prediction: Vector | null = batch.getChild("prediction");
  const data = prediction?.data[0] as Data | undefined;
  if (!ids || !prediction || !data)
    throw wrong("each record batch needs the columns `id` (utf8, without nulls) and `prediction`");
  const { type, length } = data;
  const uncertain: Vector | null = batch.getChild("uncertainty");
  const uncertainties = uncertain ? { uncertainties: Array.from<unknown>(uncertain) } : {};
  if (
    DataType.isFloat(type) &&
    data.nullCount === 0 &&
    data.values instanceof Float64Array &&
    data.values.length >= length
  )
    return { ids, values: data.values.subarray(0, length), ...uncertainties };
  if (!DataType.isFloat(type) && !DataType.isBool(type) && !DataType.isUtf8(type) && !DataType.isNull(type))
    throw wrong(`the column \`prediction\` must be float64, bool or utf8`);
  return { ids, values: Array.from<unknown>(prediction), ...uncertainties };
}

function idsOf(batch: RecordBatch): IdColumn | undefined {
  const id = batch.getChild("id")?.data[0] as Data | undefined;
  if (!id || !isText(id) || id.nullCount > 0) return undefined;
  return new ArrowIds(id.valueOffsets, id.values, id.length);
}

const isText = (data: Data): data is Data<Utf8> => DataType.isUtf8(data.type);

/** Ids as Arrow has them; whether they are the expected ones is told from bytes. */
class ArrowIds implements IdColumn {
  constructor(
    private readonly offsets: Int32Array,
    private readonly bytes: Uint8Array,
    readonly length: number,
  ) {}

  equals(ids: Ids): boolean {
    if (!(ids instanceof EncodedIds) || ids.length !== this.length) return false;
    const [start = 0] = this.offsets;
    const end = this.offsets[this.length] ?? 0;
    if (end - start !== ids.bytes.length) return false;
    for (let i = 0; i <= this.length; i++) if ((this.offsets[i] ?? -1) - start !== ids.offsets[i]) return false;
    return ids.bytes.equals(this.bytes.subarray(start, end));
  }

  texts(): string[] {
    const buffer = Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    return Array.from({ length: this.length }, (_, i) => buffer.toString("utf8", this.offsets[i], this.offsets[i + 1]));
  }
}

/** Ids of which only the digest came. */
class DigestedIds implements IdColumn {
  constructor(
    private readonly sha256: string,
    readonly length: number,
  ) {}

  equals(ids: Ids): boolean {
    return ids instanceof EncodedIds && ids.length === this.length && ids.sha256 === this.sha256;
  }

  texts(): never {
    throw problem("invalid-predictions", "The ids are not those of the benchmark in its order: send the ids.", {
      pointer: "/ids",
    });
  }
}

const wrong = (reason: string, cause?: unknown) =>
  problem("invalid-predictions", `The predictions are not an Arrow IPC stream of folds: ${reason}.`, { cause });
