import type { TensorDatatype } from "../../contracts/types.js";
import { takeValue } from "../../core/input-values.js";
import { problem } from "../../core/problems.js";
import { BYTES_OF, countOf } from "./tensors.js";

declare global {
  interface JSON {
    /** Text that `JSON.stringify` writes as it is (ECMAScript's proposal of source text access, in Node since 21). */
    rawJSON(text: string): object;
  }
}

type NumberArray =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Float16Array
  | Float32Array
  | Float64Array;
type Numeric = Exclude<TensorDatatype, "BOOL" | "BYTES" | "INT64" | "UINT64">;

const ARRAYS: Record<Numeric, new (buffer: ArrayBufferLike, offset?: number, length?: number) => NumberArray> = {
  UINT8: Uint8Array,
  UINT16: Uint16Array,
  UINT32: Uint32Array,
  INT8: Int8Array,
  INT16: Int16Array,
  INT32: Int32Array,
  FP16: Float16Array,
  FP32: Float32Array,
  FP64: Float64Array,
};
/**
 * Values of a JSON tensor, flat or nested as its shape, as bytes; null among floating-point numbers is NaN, as in answers.
 * @param where - JSON pointer of the tensor, for the sentence
 * @throws FoundryProblem where their number or their kind is not what shape and datatype say
 */
export function bytesOfValues(
  datatype: TensorDatatype,
  shape: readonly number[],
  data: readonly unknown[],
  where: string,
): Uint8Array {
  const count = countOf(shape);
  const flat = Array.isArray(data[0]) ? flatten(data, shape, count, where) : data;
  if (flat.length !== count)
    throw wrong(where, `its shape [${shape.join(", ")}] holds ${count} values, and its data has ${flat.length}`);
  if (datatype === "BYTES") return texts(flat, where);
  if (datatype === "BOOL") return Uint8Array.from(flat, (value, index) => truth(value, index, where));
  if (datatype === "INT64" || datatype === "UINT64") {
    const values = new BigInt64Array(count);
    for (let i = 0; i < count; i++) values[i] = BigInt(whole(flat[i], i, datatype, where));
    return new Uint8Array(values.buffer);
  }
  const kind = ARRAYS[datatype];
  const values = new kind(new ArrayBuffer(count * BYTES_OF[datatype]));
  if (datatype.startsWith("FP"))
    for (let i = 0; i < count; i++) {
      const value = flat[i];
      values[i] = typeof value === "number" ? value : taken(value, i, datatype, where);
      // What is beyond the type's range has become infinite.
      if (Math.abs(values[i] ?? 0) === Infinity) throw notOfKind(value, i, datatype, where);
    }
  else for (let i = 0; i < count; i++) values[i] = whole(flat[i], i, datatype, where);
  return new Uint8Array(values.buffer);
}

/** The first place in a tensor of floating-point numbers that is not a number, and may not be so. */
export function placeOfNaN(
  datatype: TensorDatatype,
  data: Uint8Array,
  maybe: (place: number) => boolean,
): number | undefined {
  const { buffer, byteOffset } = data.byteOffset % 8 === 0 ? data : new Uint8Array(data);
  const values = new ARRAYS[datatype as Numeric](buffer, byteOffset, data.length / BYTES_OF[datatype]);
  for (let place = 0; place < values.length; place++) if (Number.isNaN(values[place]) && !maybe(place)) return place;
  return undefined;
}

/** Values of a tensor for `JSON.stringify`: texts as strings, what is not finite as null, whole numbers to their last digit. */
export function valuesOf(datatype: TensorDatatype, data: Uint8Array): unknown[] {
  if (datatype === "BYTES") return textsOf(data);
  if (datatype === "BOOL") return Array.from(data, (value) => value !== 0);
  const { buffer, byteOffset: offset } = data.byteOffset % 8 === 0 ? data : new Uint8Array(data);
  if (datatype === "INT64") return Array.from(new BigInt64Array(buffer, offset, data.length / 8), exact);
  if (datatype === "UINT64") return Array.from(new BigUint64Array(buffer, offset, data.length / 8), exact);
  return Array.from(new ARRAYS[datatype](buffer, offset, data.length / BYTES_OF[datatype]));
}

/** A number, or its digits where a number of JavaScript has too few. */
function exact(value: bigint): unknown {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : JSON.rawJSON(value.toString());
}

/** Flattens what is nested exactly as the shape; anything deeper or uneven is refused before it is walked. */
function flatten(data: readonly unknown[], shape: readonly number[], count: number, where: string): unknown[] {
  const flat: unknown[] = [];
  const uneven = () => wrong(where, `its data is not nested as its shape [${shape.join(", ")}]`);
  const walk = (level: readonly unknown[], depth: number): void => {
    if (level.length !== shape[depth]) throw uneven();
    if (depth === shape.length - 1) for (const value of level) flat.push(value);
    else
      for (const inner of level) {
        if (!Array.isArray(inner) || flat.length > count) throw uneven();
        walk(inner, depth + 1);
      }
  };
  walk(data, 0);
  return flat;
}

function texts(values: readonly unknown[], where: string): Uint8Array {
  const parts: Buffer[] = [];
  values.forEach((value, index) => {
    if (typeof value !== "string") throw notOfKind(value, index, "BYTES", where);
    if (!value.isWellFormed())
      throw wrong(where, `value ${index} has half of a surrogate pair, which UTF-8 cannot write`);
    const text = Buffer.from(value, "utf8");
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    parts.push(length, text);
  });
  return Buffer.concat(parts);
}

function textsOf(data: Uint8Array): string[] {
  const view = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const found: string[] = [];
  for (let at = 0; at + 4 <= view.length;) {
    const end = at + 4 + view.readUInt32LE(at);
    found.push(view.toString("utf8", at + 4, end));
    at = end;
  }
  return found;
}

const truth = (value: unknown, index: number, where: string): number =>
  value === true ? 1 : value === false ? 0 : taken(value, index, "BOOL", where);

function whole(value: unknown, index: number, datatype: TensorDatatype, where: string): number {
  if (Number.isInteger(value) && datatype.endsWith("64") && !Number.isSafeInteger(value))
    throw wrong(where, `value ${index} is beyond what JSON keeps exactly; send it as binary`);
  return taken(value, index, datatype, where);
}

/** A value as the rule of all models' inputs takes it. */
function taken(value: unknown, index: number, datatype: TensorDatatype, where: string): number {
  const result = takeValue(value, datatype);
  if ("refusal" in result) throw notOfKind(value, index, datatype, where);
  if (result.value === null && !datatype.startsWith("FP")) throw notOfKind(value, index, datatype, where);
  return result.value === null ? NaN : Number(result.value);
}

const notOfKind = (value: unknown, index: number, datatype: TensorDatatype, where: string) =>
  wrong(where, `value ${index} is ${shown(value)}, which is not a ${datatype}`);

const wrong = (where: string, what: string) =>
  problem("invalid-request", `The request is wrong at ${where}: ${what}.`, { pointer: where });

function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 40);
}
