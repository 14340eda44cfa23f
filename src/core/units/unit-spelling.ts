import { PREFIXES, UNITS } from "./unit-names.js";

/** Every name of a line's entry, with the entry's symbol. */
const symbolsOf = (lines: string): ReadonlyMap<string, string> =>
  new Map(
    lines
      .trim()
      .split("\n")
      .flatMap((line) => {
        const names = line.split(" ");
        return names.map((name): [string, string] => [name, names[0] ?? name]);
      }),
  );
const units = symbolsOf(UNITS);
const prefixes = [...symbolsOf(PREFIXES)].sort(([one], [other]) => other.length - one.length);

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(\*\*|[*/^()])|([^\s\d*/^()+-][^\s*/^()+-]*?)(-?[1-4])?(?![^\s*/^()+-]))/uy;
const SIGNED = /\s*(?:\(\s*([-+]?\d+(?:\.\d+)?)\s*\)|([-+]?\d+(?:\.\d+)?))/y;
const LOGARITHM = /^(log10|log2|log|lg|ln)\s*\(\s*(.*?)\s*\)$/;
const RAISED: Readonly<Record<string, string>> = { "⁻": "-", "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4" };

const BARE_NUMBER = new Set(["", "-", "none", "unitless"]);

/** What a unit is made of: a number, and symbols with their powers. */
interface Parts {
  factor: number;
  powers: Map<string, number>;
}

/**
 * The one spelling of a unit that stands for all of them, such as `g/cm^3` for `gram / centimeter**3`;
 * text that is not a unit comes back as it is.
 */
export function unitSpelling(text: string): string {
  const logarithm = LOGARITHM.exec(text.trim());
  if (logarithm) return `${(logarithm[1] ?? "").replace(/^(?:log|lg)$/, "log10")}(${unitSpelling(logarithm[2] ?? "")})`;
  if (BARE_NUMBER.has(text.trim().toLowerCase())) return "1";
  const parts = unitParts(text.trim());
  return parts ? written(parts) : text.trim();
}

/** Whether a text is a unit, or says that there is none. */
export function isUnit(text: string): boolean {
  const bare = text.trim();
  const logarithm = LOGARITHM.exec(bare);
  if (logarithm) return isUnit(logarithm[2] ?? "");
  return BARE_NUMBER.has(bare.toLowerCase()) || bare === "1" || unitParts(bare) !== undefined;
}

/** Whether two spellings are of one unit. */
export const sameUnit = (one: string | undefined, other: string | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && unitSpelling(one) === unitSpelling(other));

const unitParts = (text: string): Parts | undefined => new UnitReader(plainSigns(text)).read();

function plainSigns(text: string): string {
  return text
    .replaceAll("−", "-")
    .replaceAll(/[·⋅×]/g, "*")
    .replaceAll("f.u.", "formula_unit")
    .replaceAll(/[⁻⁰¹²³⁴]+/g, (raised) => `^${Array.from(raised, (sign) => RAISED[sign] ?? "").join("")}`)
    .replaceAll(/\bNm\b/g, "N m");
}

function symbolOf(name: string): string | undefined {
  const known = units.get(name);
  if (known !== undefined) return known;
  for (const [prefix, symbol] of prefixes) {
    const unit = name.startsWith(prefix) ? units.get(name.slice(prefix.length)) : undefined;
    if (unit !== undefined) return `${symbol}${unit}`;
  }
  return name.length > 2 && name.endsWith("s") ? symbolOf(name.slice(0, -1)) : undefined;
}

/** Reads products, quotients and powers from left to right, a blank being a product. */
class UnitReader {
  #at = 0;

  constructor(private readonly text: string) {}

  read(): Parts | undefined {
    const parts = this.#product();
    return parts && this.#at >= this.text.length ? parts : undefined;
  }

  #product(): Parts | undefined {
    const product: Parts = { factor: 1, powers: new Map() };
    let sign = 1;
    for (;;) {
      const factor = this.#power();
      if (!factor) return undefined;
      product.factor *= factor.factor ** sign;
      for (const [symbol, power] of factor.powers) add(product.powers, symbol, sign * power);
      const operator = /\s*(\*(?!\*)|\/|(?=\)|$)|\s)\s*/y;
      operator.lastIndex = this.#at;
      const next = operator.exec(this.text);
      if (!next) return undefined;
      this.#at = operator.lastIndex;
      if (this.#at >= this.text.length || this.text[this.#at] === ")")
        return next[1]?.trim() === "" ? product : undefined;
      sign = next[1] === "/" ? -1 : 1;
    }
  }

  #power(): Parts | undefined {
    const base = this.#atom();
    const operator = /\s*(?:\*\*|\^)/y;
    operator.lastIndex = this.#at;
    if (!base || !operator.test(this.text)) return base;
    SIGNED.lastIndex = operator.lastIndex;
    const [, inBrackets, bare] = SIGNED.exec(this.text) ?? [];
    const power = Number(inBrackets ?? bare ?? NaN);
    if (Number.isNaN(power)) return undefined;
    this.#at = SIGNED.lastIndex;
    return raised(base, power);
  }

  #atom(): Parts | undefined {
    TOKEN.lastIndex = this.#at;
    const [, number, operator, name, power] = TOKEN.exec(this.text) ?? [];
    if (number === undefined && operator === undefined && name === undefined) return undefined;
    this.#at = TOKEN.lastIndex;
    if (number !== undefined) return { factor: Number(number), powers: new Map() };
    if (operator === "(") {
      const inner = this.#product();
      if (!inner || this.text[this.#at] !== ")") return undefined;
      this.#at++;
      return inner;
    }
    const symbol = name === undefined ? undefined : symbolOf(name);
    if (symbol === undefined) return undefined;
    return raised({ factor: 1, powers: new Map(symbol === "dimensionless" ? [] : [[symbol, 1]]) }, Number(power ?? 1));
  }
}

function add(powers: Map<string, number>, symbol: string, power: number): void {
  const sum = (powers.get(symbol) ?? 0) + power;
  if (sum === 0) powers.delete(symbol);
  else powers.set(symbol, sum);
}

function raised({ factor, powers }: Parts, power: number): Parts {
  return { factor: factor ** power, powers: new Map([...powers].map(([symbol, of]) => [symbol, of * power])) };
}

function written({ factor, powers }: Parts): string {
  const parts = [...powers].sort(([one], [other]) => (one < other ? -1 : 1));
  const above = parts.filter(([, power]) => power > 0).map(([symbol, power]) => withPower(symbol, power));
  const below = parts.filter(([, power]) => power < 0).map(([symbol, power]) => withPower(symbol, -power));
  const number = factor === 1 ? [] : [factor.toPrecision(12).replace(/\.?0+(?=e|$)/, "")];
  const top = [...number, ...above].join(" ") || "1";
  if (below.length === 0) return top;
  return `${top}/${below.length > 1 ? `(${below.join(" ")})` : below.join("")}`;
}

const withPower = (symbol: string, power: number): string => (power === 1 ? symbol : `${symbol}^${String(power)}`);
