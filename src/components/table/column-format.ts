import { sameDecimal } from "../../core/filters/exact-decimal.js";
import { t } from "../../core/translation.js";
import { typeset, type NumberText } from "./number-format.js";

/** How a person sets the numbers of a column. */
export interface ColumnFormat {
  /** Automatic where absent. */
  style?: NumberStyle;
  /** Decimals, or significant digits. */
  digits?: number;
  /** Whether thousands are set apart. */
  grouped?: boolean;
}

export const STYLES = ["decimals", "significant", "scientific", "percent"] as const;
export type NumberStyle = (typeof STYLES)[number];

/** Digits that a style begins with. */
export const FIRST_DIGITS: Record<NumberStyle, number> = { decimals: 2, significant: 4, scientific: 3, percent: 1 };
export const MOST_DIGITS = 17;

/** Sizes outside which a number is a power of ten in any style but decimals. */
const PLAIN: [number, number] = [1e-4, 1e15];
/** From here on, decimals are powers of ten too. */
const HUGE = 1e21;
const formatters = new Map<string, Intl.NumberFormat>();

/** What a column's format is called in its header; undefined where it is automatic. */
export function formatWord(format: ColumnFormat | undefined): string | undefined {
  const { style, digits } = sound(format);
  if (style === undefined) return undefined;
  const words: Record<NumberStyle, string> = {
    decimals: t(digits === 1 ? "%1 decimal" : "%1 decimals", digits),
    significant: t(digits === 1 ? "%1 significant digit" : "%1 significant digits", digits),
    scientific: t("scientific"),
    percent: t("in percent"),
  };
  return words[style];
}

/**
 * A number as a format sets it, and with all of its digits where it shows another number.
 * @param plain - the number's shortest text, as programs write it
 * @param automatic - what is drawn without a format
 */
export function formatNumberText(plain: string, automatic: NumberText, format: ColumnFormat): NumberText {
  const { style, digits, grouped } = sound(format);
  if (!Number.isFinite(Number(plain)) && !/^-?\d+$/.test(plain)) return automatic;
  if (style === undefined) return grouped ? { ...automatic, text: group(automatic.text) } : automatic;
  const size = Math.abs(Number(plain));
  const set = (as: NumberStyle) => formatterOf(as, digits, grouped, size).format(plain as Intl.StringNumericLiteral);
  const rounded = set(style);
  // What is not zero is never drawn as zero.
  const text = size > 0 && !/[1-9]/.test(rounded) ? set("scientific") : rounded;
  const shown = text.replaceAll(",", "").replace("E", "e");
  const isSame = sameDecimal(shown.endsWith("%") ? `${shown.slice(0, -1)}e-2` : shown, plain);
  const drawn = typeset(text.replace("E", "e").replace("%", " %"));
  return isSame ? { text: drawn } : { text: drawn, whole: typeset(plain) };
}

function formatterOf(style: NumberStyle, digits: number, useGrouping: boolean, size: number): Intl.NumberFormat {
  const isLong = size !== 0 && (size < PLAIN[0] || size >= PLAIN[1]);
  const isPower = style === "scientific" || size >= HUGE || (style === "significant" && isLong);
  const key = [style, digits, useGrouping, isPower].join();
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat("en", {
    useGrouping,
    ...(isPower && { notation: "scientific" as const }),
    ...(style === "percent" && { style: "percent" as const }),
    ...(style === "significant"
      ? { minimumSignificantDigits: Math.max(1, digits), maximumSignificantDigits: Math.max(1, digits) }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  });
  formatters.set(key, made);
  return made;
}

/** Thousands set apart before the point; powers of ten stay as they are. */
const group = (text: string): string =>
  /[e∞]/.test(text) ? text : text.replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));

/** A format that can be drawn, whatever a notebook kept. */
function sound(format: ColumnFormat | undefined): { style?: NumberStyle; digits: number; grouped: boolean } {
  const style = STYLES.find((one) => one === format?.style);
  const digits = Math.trunc(Number(format?.digits ?? (style && FIRST_DIGITS[style])));
  return {
    ...(style && { style }),
    digits: Math.min(MOST_DIGITS, Math.max(0, digits || 0)),
    grouped: format?.grouped === true,
  };
}
