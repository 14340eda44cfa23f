import {
  CompressionType,
  RecordBatchReader,
  Table,
  compressionRegistry,
  type RecordBatch,
  type Schema,
} from "apache-arrow";
import { decompress as decompressZstd } from "fzstd";
import * as lz4 from "lz4js";
import { formatBytes } from "../core/quantities.js";
import { problem } from "../core/problems.js";
import { columnsOf } from "./arrow-schema.js";
import { LARGEST_WHOLE, type FileBytes } from "./file-bytes.js";
import { TableInMemory } from "./table-in-memory.js";

// Copies, as Arrow wants its numbers at addresses of their own width.
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (data) => Uint8Array.from(lz4.decompress(data)) });
compressionRegistry.set(CompressionType.ZSTD, { decode: (data) => Uint8Array.from(decompressZstd(data)) });

const MAGIC = "ARROW1";

/** Reads an Arrow file (Feather, version 2) or stream; of one that is too large, its first record batches. */
export async function openArrow(bytes: FileBytes, name: string): Promise<TableInMemory> {
  const head = await bytes.head(LARGEST_WHOLE);
  const start = new TextDecoder().decode(head.subarray(0, 6));
  if (start.startsWith("FEA1"))
    throw problem(
      "invalid-request",
      `'${name}' is in the first Feather format, which is read in a notebook only: pyarrow.feather.read_table.`,
    );
  // Between its ends, a file holds a stream.
  const stream = start === MAGIC ? head.subarray(8) : head;
  const whole = head.length >= bytes.byteLength;
  const { schema, batches } = read(stream, name, whole);
  const table = new Table(schema, batches);
  const note = whole
    ? undefined
    : `The first ${table.numRows.toLocaleString("en")} rows are shown: the file has ${formatBytes(bytes.byteLength)}; open it in a notebook for the rest.`;
  return new TableInMemory(columnsOf(schema), table, note);
}

function read(stream: Uint8Array, name: string, whole: boolean): { schema: Schema; batches: RecordBatch[] } {
  const batches: RecordBatch[] = [];
  let schema: Schema | undefined;
  try {
    const reader = RecordBatchReader.from(stream).open();
    schema = reader.schema;
    for (const batch of reader) batches.push(batch);
  } catch (error) {
    // What is cut off at the limit ends within a batch.
    if (!schema || whole) {
      const said = error instanceof Error ? error.message : String(error);
      throw problem(
        "invalid-request",
        `'${name}' cannot be read as Arrow (${said}): it may be cut off, or of another format.`,
        { cause: error },
      );
    }
  }
  return { schema, batches };
}
