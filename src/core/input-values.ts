import type { TensorDatatype } from "../contracts/types.js";

/** What an input takes of a value: the number or text itself, `null` where it is missing, or why it is refused. */
export type Taken = { value: number | bigint | string | null } | { refusal: string };

/** The least and the greatest whole number of a datatype; undefined for other datatypes. */
export function wholeRange(datatype: TensorDatatype): readonly [bigint, bigint] | undefined {
  const [, sign, digits] = /^(U?)INT(\d+)$/.exec(datatype) ?? [];
  if (digits === undefined) return undefined;
  const bits = BigInt(digits);
  return sign ? [0n, (1n << bits) - 1n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
}

const MOST: Partial<Record<TensorDatatype, number>> = { FP16: 65_519.999, FP32: 3.402_823_567_797_336_6e38 };

/**
 * The rule by which values go into a model, the same as the kernel's: nothing is cut, wrapped or guessed.
 * `schema/vectors/inputs.json` holds both to it.
 */
export function takeValue(value: unknown, datatype: TensorDatatype, nullable = false): Taken {
  if (value === null || value === undefined) return { value: null };
  if (datatype === "BYTES") return typeof value === "string" ? { value } : { refusal: "which is not a text" };
  if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "boolean")
    return { refusal: "which is not a number" };
  if (typeof value === "number" && Number.isNaN(value) && (nullable || datatype.startsWith("FP")))
    return { value: null };
  if (datatype === "BOOL") {
    const number = Number(value);
    if (number === 0 || number === 1) return { value: number };
    return { refusal: "which is neither true nor false, 1 nor 0" };
  }
  const range = wholeRange(datatype);
  if (!range) {
    const number = Number(value);
    const most = MOST[datatype] ?? Infinity;
    return Number.isFinite(number) && Math.abs(number) >= most
      ? { refusal: "which is beyond its range" }
      : { value: number };
  }
  if (typeof value === "number" && !Number.isInteger(value)) return { refusal: "which is not a whole number" };
  const exact = BigInt(value);
  if (exact < range[0] || exact > range[1]) return { refusal: "which is beyond its range" };
  return { value: datatype.endsWith("64") ? exact : Number(exact) };
}
