import { parquetSchema, type FileMetaData, type SchemaElement } from "hyparquet";

/** A decimal's count of its last digit, of what is stored for it. */
type Count = (value: unknown) => unknown;

/**
 * The metadata of a file with its columns of decimals as what stores them, and how each is counted: the reader itself
 * makes doubles of them. Decimals in lists and records stay as the reader gives them.
 */
export function exactDecimals(metadata: FileMetaData): { metadata: FileMetaData; counts: Map<string, Count> } {
  const counts = new Map<string, Count>();
  const stored = new Set<SchemaElement>();
  for (const { element, children } of parquetSchema(metadata).children) {
    if (children.length > 0 || (element.logical_type?.type ?? element.converted_type) !== "DECIMAL") continue;
    const { scale = 0 } = element;
    // Of any length: the reader takes such bytes for text, or makes doubles of them.
    if (element.type === "BYTE_ARRAY")
      counts.set(
        element.name,
        present((value) => BigInt(Math.round(Number(value) * 10 ** scale))),
      );
    else {
      counts.set(
        element.name,
        present((value) => (value instanceof Uint8Array ? bigEndian(value) : BigInt(value as number))),
      );
      stored.add(element);
    }
  }
  const schema = metadata.schema.map((element) => {
    if (!stored.has(element)) return element;
    const plain = { ...element };
    delete plain.logical_type;
    delete plain.converted_type;
    return plain;
  });
  return { metadata: { ...metadata, schema }, counts };
}

const present =
  (count: (value: unknown) => bigint): Count =>
  (value) =>
    value === null || value === undefined ? value : count(value);

function bigEndian(bytes: Uint8Array): bigint {
  const unsigned = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return BigInt.asIntN(8 * bytes.length, unsigned);
}
