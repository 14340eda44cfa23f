import type { TensorDatatype } from "../../contracts/types.js";
import { problem } from "../../core/problems.js";
import { BYTES_OF, countOf } from "./tensors.js";

type NumberArray =
  Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;
type Numeric = Exclude<TensorDatatype, "BOOL" | "BYTES" | "INT64" | "UINT64" | "FP16">;

const ARRAYS: Record<Numeric, new (buffer: ArrayBufferLike, offset?: number, length?: number) => NumberArray> = {
  UINT8: Uint8Array,
  UINT16: Uint16Array,
  UINT32: Uint32Array,
  INT8: Int8Array,
  INT16: Int16Array,
  INT32: Int32Array,
  FP32: Float32Array,
  FP64: Float64Array,
};
const RANGES: Partial<Record<TensorDatatype, readonly [number, number]>> = {
  UINT8: [0, 255],
  UINT16: [0, 65_535],
  UINT32: [0, 4_294_967_295],
  UINT64: [0, Number.MAX_SAFE_INTEGER],
  INT8: [-128, 127],
  INT16: [-32_768, 32_767],
  INT32: [-2_147_483_648, 2_147_483_647],
  INT64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

/**
 * Values of a JSON tensor, flat or nested as its shape, as bytes.
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
  if (datatype === "FP16") {
    const values = new Uint16Array(count);
    for (let i = 0; i < count; i++) values[i] = toHalf(finite(flat[i], i, datatype, where));
    return new Uint8Array(values.buffer);
  }
  const kind = ARRAYS[datatype];
  const values = new kind(new ArrayBuffer(count * BYTES_OF[datatype]));
  if (datatype === "FP32" || datatype === "FP64")
    for (let i = 0; i < count; i++) {
      const value = flat[i];
      if (typeof value !== "number") throw notOfKind(value, i, datatype, where);
      values[i] = value;
      // What is beyond the type's range has become infinite.
      if ((values[i] ?? 0) - (values[i] ?? 0) !== 0) throw notOfKind(value, i, datatype, where);
    }
  else for (let i = 0; i < count; i++) values[i] = whole(flat[i], i, datatype, where);
  return new Uint8Array(values.buffer);
}

/** Values of a tensor as JSON has them: texts as strings, what is not finite as null. */
export function valuesOf(datatype: TensorDatatype, data: Uint8Array): unknown[] {
  if (datatype === "BYTES") return textsOf(data);
  if (datatype === "BOOL") return Array.from(data, (value) => value !== 0);
  const { buffer, byteOffset: offset } = data.byteOffset % 8 === 0 ? data : new Uint8Array(data);
  if (datatype === "INT64") return Array.from(new BigInt64Array(buffer, offset, data.length / 8), Number);
  if (datatype === "UINT64") return Array.from(new BigUint64Array(buffer, offset, data.length / 8), Number);
  if (datatype === "FP16") return Array.from(new Uint16Array(buffer, offset, data.length / 2), fromHalf);
  return Array.from(new ARRAYS[datatype](buffer, offset, data.length / BYTES_OF[datatype]));
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

function truth(value: unknown, index: number, where: string): number {
  if (value === true || value === 1) return 1;
  if (value === false || value === 0) return 0;
  throw notOfKind(value, index, "BOOL", where);
}

function whole(value: unknown, index: number, datatype: TensorDatatype, where: string): number {
  const [least, most] = RANGES[datatype] ?? [0, 0];
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  if (Number.isInteger(value) && datatype.endsWith("64"))
    throw wrong(where, `value ${index} is beyond what JSON keeps exactly; send it as binary`);
  throw notOfKind(value, index, datatype, where);
}

function finite(value: unknown, index: number, datatype: TensorDatatype, where: string): number {
  if (typeof value === "number" && Math.abs(value) < 65_520) return value;
  throw notOfKind(value, index, datatype, where);
}

const notOfKind = (value: unknown, index: number, datatype: TensorDatatype, where: string) =>
  wrong(where, `value ${index} is ${shown(value)}, which is no ${datatype}`);

const wrong = (where: string, what: string) =>
  problem("invalid-request", `The request is wrong at ${where}: ${what}.`, { pointer: where });

function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 40);
}

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** The nearest number of IEEE 754 binary16, ties to even. */
function toHalf(value: number): number {
  single[0] = value;
  const given = bits[0] ?? 0;
  const sign = (given >>> 16) & 0x8000;
  const size = Math.abs(single[0]);
  if (size === 0) return sign;
  const exponent = Math.max(Math.floor(Math.log2(size)), -14);
  const scaled = size / 2 ** (exponent - 10);
  const low = Math.floor(scaled);
  const rest = scaled - low;
  const rounded = rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low;
  // A mantissa that overflows or a subnormal carries into the exponent by itself.
  return sign | (((exponent + 14) << 10) + rounded);
}

/** The number that a binary16 stands for. */
function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
