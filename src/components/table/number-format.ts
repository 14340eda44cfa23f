const SIGNIFICANT = 6;
/** Digits of a double that always mean something. */
const MOST_DIGITS = 17;
/** Digits up to which a number is filled with zeros to align with its column. */
const MOST_ALIGNED = 9;
/** A number's text with the signs of typesetting. */
export const typeset = (text: string): string => text.replace(/^-/, "−").replace("e-", "e−").replace("e+", "e");

/** How the floats of one column are set. */
export interface FloatLayout {
  /** Decimals that numbers are filled up to, so that they align. */
  decimals: number;
  /** Significant digits that tell the numbers of the column apart; six are shown at least. */
  digits: number;
}

/** A number as it is drawn, and with all of its digits where those are more. */
export interface NumberText {
  text: string;
  whole?: string;
}

/**
 * A float in as many significant digits as it has, up to six or what its column needs. Whole numbers keep every digit,
 * and so does what stands before the point.
 */
export function floatText(value: number, layout?: FloatLayout): NumberText {
  if (Number.isNaN(value)) return { text: "NaN" };
  if (!Number.isFinite(value)) return { text: value > 0 ? "∞" : "−∞" };
  const sign = value < 0 || Object.is(value, -0) ? "−" : "";
  const size = Math.abs(value);
  const { digits, exponent } = digitsOf(size);
  const before = Math.max(exponent + 1, 1);
  const aligned = Math.min(layout?.decimals ?? 0, MOST_ALIGNED - before);
  if (Number.isSafeInteger(size)) return { text: sign + (aligned > 0 ? size.toFixed(aligned) : String(size)) };
  const own = Math.max(0, digits - 1 - exponent);
  const most = Math.max(SIGNIFICANT, layout?.digits ?? 0);
  const isExponential = size > Number.MAX_SAFE_INTEGER || size < 1e-4;
  const shown = isExponential
    ? Math.min(digits, most) - 1
    : Math.max(Math.min(own, Math.max(most, before + 2) - 1 - exponent), aligned);
  const text = sign + typeset(isExponential ? size.toExponential(shown) : size.toFixed(shown));
  const isShort = isExponential ? shown < digits - 1 : shown < own;
  return isShort ? { text, whole: sign + typeset(String(size)) } : { text };
}

/** A float as {@link floatText} draws it. */
export const formatFloat = (value: number, layout?: FloatLayout): string => floatText(value, layout).text;

/** A float for an axis or a range, where there is little room: six significant digits, powers of ten from 10⁹ on. */
export function formatBriefly(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) return formatFloat(value);
  const short = Number(value.toPrecision(SIGNIFICANT));
  return typeset(size >= 1e9 || size < 1e-4 ? short.toExponential() : String(short));
}

/** How a column's floats are set so that they align, and so that no two of them that differ look the same. */
export function floatLayout(values: Iterable<unknown>): FloatLayout {
  const sizes = new Set<number>();
  for (const value of values) if (typeof value === "number" && Number.isFinite(value)) sizes.add(Math.abs(value));
  for (let digits = SIGNIFICANT; ; digits += 1) {
    const layout = { decimals: alignedDecimals(sizes, digits), digits };
    const shown = new Set(Array.from(sizes, (size) => Number(formatFloat(size, layout).replace("−", "-"))));
    if (shown.size === sizes.size || digits === MOST_DIGITS) return layout;
  }
}

/** Decimals that the fractions among the numbers have, drawn in so many digits. */
function alignedDecimals(sizes: ReadonlySet<number>, digits: number): number {
  const decimals = [...sizes]
    .filter((size) => !Number.isSafeInteger(size) && size >= 1e-4 && size <= Number.MAX_SAFE_INTEGER)
    .map((size) => formatFloat(size, { decimals: 0, digits }).split(".")[1]?.length ?? 0);
  return Math.min(digits, Math.max(0, ...decimals));
}

/** The significant digits of a double's shortest text, and its power of ten. */
function digitsOf(size: number): { digits: number; exponent: number } {
  const [mantissa = "", exponent = "0"] = size.toExponential().split("e");
  return { digits: mantissa.replace(".", "").length, exponent: Number(exponent) };
}

/** The double whose text is the shortest that a narrower float is read from: 0.1 for a single precision's 0.10000000149. */
export function shortest(value: number, precision: "half" | "single" | "double"): number {
  if (precision === "double" || value === 0 || !Number.isFinite(value)) return value;
  const round = precision === "single" ? Math.fround : roundToHalf;
  for (let digits = 1; digits < MOST_DIGITS; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (round(short) === value) return short;
  }
  return value;
}

/** To eleven significant bits, or to the steps of 2⁻²⁴ that the smallest halves have; browsers lack `Math.f16round`. */
function roundToHalf(value: number): number {
  const size = Math.abs(value);
  const step = 2 ** Math.max(-24, Math.floor(Math.log2(size || 1)) - 10);
  const steps = size / step;
  const low = Math.floor(steps);
  const isUp = steps - low > 0.5 || (steps - low === 0.5 && low % 2 === 1);
  return Math.sign(value) * (low + (isUp ? 1 : 0)) * step;
}

/** An integer of any width, digits ungrouped so that it can be read as an identifier too. */
export const formatInteger = (value: number | bigint): string => typeset(String(value));

/** A share in percent: never 0 % for some, never 100 % for not all. */
export function formatShare(part: number, whole: number): string {
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 1) return "< 1 %";
  if (part < whole && percent > 99) return "> 99 %";
  return `${Math.round(percent)} %`;
}
