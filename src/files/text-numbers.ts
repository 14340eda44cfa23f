/** A column's type, as pyarrow prints it, and its values; null where one is missing. */
export interface TypedColumn {
  type: string;
  values: unknown[];
}

/** As numbers are written: no leading zeros, no plus; `1.50`, `.5`, `5.` and `1e-3` are. */
export const NUMBER = /^-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
/** As a hash may be written, too. */
export const BARE_EXPONENT = /^-?[0-9]+[eE][0-9]+$/;
const INTEGER = /^-?(?:0|[1-9][0-9]*)$/;
const FIXED = /^-?(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;
/** A double keeps so many digits whatever they are. */
const SAFE_DIGITS = 15;
const MOST_DIGITS = 38;
/** `toExponential` writes no more. */
const MOST_WRITTEN = 101;
const SMALLEST_NORMAL = 2.3e-308;

/**
 * Texts as numbers of the smallest type that keeps every digit: int64, uint64, double or decimal128; undefined where
 * one is not such a number. Empty texts are missing.
 */
export function numbers(texts: readonly string[]): TypedColumn | undefined {
  if (texts.every((text) => text === "" || INTEGER.test(text))) return whole(texts);
  if (!texts.every((text) => text === "" || NUMBER.test(text))) return undefined;
  return doubles(texts) ?? decimals(texts);
}

function whole(texts: readonly string[]): TypedColumn | undefined {
  if (texts.includes("-0")) return undefined;
  let [lowest, highest] = [0n, 0n];
  const values = texts.map((text) => {
    if (text.length <= SAFE_DIGITS) return text === "" ? null : Number(text);
    const value = BigInt(text);
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    return value;
  });
  if (BigInt.asIntN(64, lowest) === lowest && BigInt.asIntN(64, highest) === highest) return { type: "int64", values };
  const unsigned = values.every((value) => value === null || value >= 0);
  return unsigned && BigInt.asUintN(64, highest) === highest ? { type: "uint64", values } : decimals(texts);
}

function doubles(texts: readonly string[]): TypedColumn | undefined {
  if (areIds(texts)) return undefined;
  const values: unknown[] = [];
  for (const text of texts) {
    const value = text === "" ? null : Number(text);
    if (value !== null && !isSafe(text, value) && !keepsDigits(text, value)) return undefined;
    values.push(value);
  }
  return { type: "double", values };
}

/** Whether `12e3` stands beside whole numbers only. */
function areIds(texts: readonly string[]): boolean {
  return (
    texts.some((text) => BARE_EXPONENT.test(text)) && !texts.some((text) => text.includes(".") || /[eE][+-]/.test(text))
  );
}

const isSafe = (text: string, value: number): boolean =>
  text.length <= SAFE_DIGITS && Math.abs(value) >= SMALLEST_NORMAL && Number.isFinite(value);

/** Whether a double, written with as many digits as a text has, is the number of that text. */
export function keepsDigits(text: string, value: number): boolean {
  if (String(value) === text) return true;
  if (!Number.isFinite(value)) return false;
  const exact = decimalOf(text);
  if (isSame(decimalOf(String(value)), exact)) return true;
  return (
    exact.digits > SAFE_DIGITS &&
    isSame(decimalOf(value.toExponential(Math.min(exact.digits, MOST_WRITTEN) - 1)), exact)
  );
}

/** A number's digits without zeros at either end, the power of ten of the last, and how many are written. */
interface Decimal {
  sign: string;
  significand: string;
  power: bigint;
  digits: number;
}

function decimalOf(text: string): Decimal {
  const [, sign = "", before = "", after = "", exponent = "0"] =
    /^(-?)([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?$/.exec(text) ?? [];
  const written = `${before}${after}`.replace(/^0+/, "");
  const significand = written.replace(/0+$/, "");
  const power = BigInt(exponent.replace("+", "")) - BigInt(after.length) + BigInt(written.length - significand.length);
  return { sign, significand, power: significand === "" ? 0n : power, digits: Math.max(written.length, 1) };
}

const isSame = (one: Decimal, other: Decimal): boolean =>
  one.significand === other.significand &&
  one.power === other.power &&
  (one.sign === other.sign || one.significand === "");

function decimals(texts: readonly string[]): TypedColumn | undefined {
  let [before, scale] = [0, 0];
  for (const text of texts) {
    if (text === "") continue;
    const [matched, digits = "", decimal = ""] = FIXED.exec(text) ?? [];
    if (matched === undefined || text === "-0") return undefined;
    before = Math.max(before, digits.length);
    scale = Math.max(scale, decimal.length);
  }
  if (before + scale > MOST_DIGITS) return undefined;
  const count = (text: string): bigint => {
    const [integer = "", decimal = ""] = text.split(".");
    return BigInt(integer + decimal.padEnd(scale, "0"));
  };
  const values = texts.map((text) => (text === "" ? null : count(text)));
  return { type: `decimal128(${before + scale}, ${scale})`, values };
}
