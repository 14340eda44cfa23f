/** A decimal number to its last digit: `digits` times ten to the power of `exponent`. */
export interface ExactDecimal {
  digits: bigint;
  exponent: number;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,9}))?$/;
/** A filter comes from outside: 1e999999999 would be a number of as many digits. */
const LARGEST_EXPONENT = 6000;

/** The number that a text writes; undefined for other text, and for numbers too large or small to be reckoned with. */
export function exactDecimal(text: string): ExactDecimal | undefined {
  const [, sign = "", whole = "", fraction = "", power = "0"] = DECIMAL.exec(text) ?? [];
  if (whole === "") return undefined;
  const significant = (whole + fraction).replace(/^0+/, "");
  const exponent = Number(power) - fraction.length;
  if (Math.abs(significant.length - 1 + exponent) > LARGEST_EXPONENT && significant !== "") return undefined;
  const digits = BigInt(significant || "0");
  return { digits: sign === "-" ? -digits : digits, exponent: significant ? exponent : 0 };
}

/** A number times ten to a power. */
export const shifted = ({ digits, exponent }: ExactDecimal, power: number): ExactDecimal => ({
  digits,
  exponent: exponent + power,
});

/** The greatest whole number that is not above a number, and whether it is that number. */
export function floorOf({ digits, exponent }: ExactDecimal): { floor: bigint; whole: boolean } {
  if (exponent >= 0) return { floor: digits * 10n ** BigInt(exponent), whole: true };
  const unit = 10n ** BigInt(-exponent);
  const rest = digits % unit;
  return { floor: digits / unit - (rest < 0n ? 1n : 0n), whole: rest === 0n };
}

/** Whether two texts write the same number. */
export function sameDecimal(one: string, other: string): boolean {
  const [a, b] = [exactDecimal(one), exactDecimal(other)];
  if (!a || !b) return false;
  const least = Math.min(a.exponent, b.exponent);
  return a.digits * 10n ** BigInt(a.exponent - least) === b.digits * 10n ** BigInt(b.exponent - least);
}
