import { BARE_EXPONENT, NUMBER, numbers, type TypedColumn } from "./text-numbers.js";
import { DATE, TIME, dates, times } from "./text-times.js";

/** What stands for a missing value beside numbers, dates and truth values. */
export const MISSING: ReadonlySet<string> = new Set([
  ...["NA", "N/A", "n/a", "NaN", "nan", "-nan", "NULL", "null", "None", "#N/A", "<NA>"],
]);
const INFINITE: ReadonlyMap<string, number> = new Map([
  ...["inf", "Inf", "Infinity"].map((word): [string, number] => [word, Infinity]),
  ...["-inf", "-Inf", "-Infinity"].map((word): [string, number] => [word, -Infinity]),
]);
const TRUTH = [
  ["true", "false"],
  ["True", "False"],
  ["TRUE", "FALSE"],
] as const;
const SAMPLE = 64;
const SAMPLED_ROWS = 4096;
const MOST_SHOWN = 60;
/** Every double keeps a whole number of fewer characters. */
const SAFE_LENGTH = 16;
const COMMA = /^(?:-?(?:0|[1-9][0-9]*),[0-9]+|-?(?:0|[1-9][0-9]*))$/;
/** Why a text that looks like a number is not one. */
const REASONS: readonly [form: RegExp, reason: string][] = [
  [/^-?0[0-9][0-9.]*$/, "begins with a zero that a number would lose"],
  [/^\+[0-9.]+(?:[eE][+-]?[0-9]+)?$/, "begins with a plus that a number would lose"],
  [/^-0$/, "is a zero whose sign a whole number would lose"],
  [/^0[xX][0-9a-fA-F]+$/, "may be hexadecimal"],
  [BARE_EXPONENT, "may be an id as well as a power of ten"],
  [/^[0-9]+:[0-9]{2}(?::[0-9]{2})?$/, "may be a ratio as well as a time"],
  [/^-?[0-9]{1,3}(?:,[0-9]{3})+$/, "has a comma that may stand before decimals or thousands"],
  [/^-?[0-9]+,[0-9]+$/, "has a decimal comma"],
  [/^-?[0-9]{1,3}(?:[.,][0-9]{3})*[.,][0-9]+$/, "has points and commas"],
];

/**
 * A column of texts, empty ones being missing, as what they are by the rule of `foundry_lab/tables/text_rule.py`: a
 * text becomes a number, a date or a truth value only if writing it back gives the same text. What is not certain is
 * added to `guesses` as a sentence.
 */
export function typed(texts: readonly string[], name: string, decimal: "." | ",", guesses: string[]): TypedColumn {
  if (texts.every((text) => text === "")) return { type: "null", values: texts.map(() => null) };
  const column = new TextColumn(texts, name, decimal, guesses);
  return column.read() ?? { type: "string", values: texts.map((text) => (text === "" ? null : text)) };
}

const withoutWords = (texts: readonly string[]): readonly string[] =>
  texts.some((text) => MISSING.has(text)) ? texts.map((text) => (MISSING.has(text) ? "" : text)) : texts;

const trimmed = (text: string): string => text.replace(/^ +| +$/g, "");

class TextColumn {
  constructor(
    private readonly texts: readonly string[],
    private readonly name: string,
    private readonly decimal: "." | ",",
    private readonly guesses: string[],
  ) {}

  read(): TypedColumn | undefined {
    let values = firstOf(this.texts)
      .map(trimmed)
      .filter((value) => !MISSING.has(value));
    if (values.length === 0) values = firstOf(withoutWords(this.texts));
    const column = this.#as(values);
    if (!column) this.#explain(values);
    return column;
  }

  #as(values: readonly string[]): TypedColumn | undefined {
    if (values.length === 0) return undefined;
    if (TRUTH.some((pair) => values.every((value) => value === pair[0] || value === pair[1])))
      return this.#of(truthValues);
    if (values.every((value) => DATE.test(value))) return this.#of(dates);
    if (values.every((value) => TIME.test(value))) return this.#of(times);
    const isNumber = (value: string): boolean => NUMBER.test(this.#pointed(value));
    return values.some(isNumber) && values.every((value) => isNumber(value) || INFINITE.has(value))
      ? this.#numbers()
      : undefined;
  }

  #pointed(value: string): string {
    if (this.decimal === ".") return value;
    return value.includes(".") ? "?" : value.replaceAll(",", ".");
  }

  #of(read: (texts: readonly string[]) => TypedColumn | undefined): TypedColumn | undefined {
    const column = read(this.texts);
    if (column) return column;
    const texts = withoutWords(this.texts);
    const others = texts === this.texts ? undefined : read(texts);
    if (others) this.#sayWords();
    return others;
  }

  #numbers(): TypedColumn | undefined {
    const column = this.#writtenOut(this.texts);
    const cleaned = column ?? this.#cleaned();
    if (cleaned?.type.startsWith("decimal"))
      this.#say(`'${this.name}' is ${cleaned.type}: its numbers have more digits than a double keeps`);
    if (!column && cleaned) this.#sayWords();
    return cleaned;
  }

  /** The numbers without blanks around them, words for missing values, and infinite ones. */
  #cleaned(): TypedColumn | undefined {
    // Blanks only are neither a number nor missing.
    const texts = withoutWords(this.texts.map((text) => trimmed(text) || text));
    const infinite = texts.some((text) => INFINITE.has(text));
    let column = this.#writtenOut(infinite ? texts.map((text) => (INFINITE.has(text) ? "" : text)) : texts);
    if (column && infinite) {
      if (column.type !== "double" && texts.some((text) => text.length >= SAFE_LENGTH)) return undefined;
      const { values } = column;
      column = {
        type: "double",
        values: values.map((value, i) => (value === null ? (INFINITE.get(texts[i] ?? "") ?? null) : Number(value))),
      };
    }
    return column;
  }

  #writtenOut(texts: readonly string[]): TypedColumn | undefined {
    if (this.decimal === ".") return numbers(texts);
    if (texts.some((text) => text.includes("."))) return undefined;
    return numbers(texts.map((text) => text.replaceAll(",", ".")));
  }

  #sayWords(): void {
    const hits = this.texts.filter((text) => MISSING.has(text));
    if (hits.length === 0) return;
    const shown = [...new Set(hits)].slice(0, 3).map((word) => `'${word}'`);
    const rows = `${hits.length.toLocaleString("en")} row${hits.length === 1 ? "" : "s"}`;
    this.#say(`${shown.join(", ")} in ${rows} of '${this.name}' stands for a missing value`);
  }

  /** Says why a column of which most values look like numbers is text. */
  #explain(values: readonly string[]): void {
    const like = values.filter((value) => NUMBER.test(value) || reasonOf(value) !== undefined);
    if (2 * like.length <= values.length) return;
    const form = this.decimal === "." ? NUMBER : new RegExp(NUMBER.source.replaceAll(String.raw`\.`, ","));
    let row = this.texts.findIndex((text) => text !== "" && !form.test(text));
    if (row < 0) row = this.texts.findIndex((text) => BARE_EXPONENT.test(text));
    const value = this.texts[row];
    if (value === undefined) {
      this.#say(`'${this.name}' is text: its numbers would not come back as they are written`);
      return;
    }
    const shown = value
      .slice(0, MOST_SHOWN)
      .replaceAll("\n", String.raw`\n`)
      .replaceAll("\r", String.raw`\r`);
    const isPointed = this.decimal === "," && value.includes(".");
    const reason = isPointed ? "has a point in a file with decimal commas" : (reasonOf(value) ?? "is not a number");
    this.#say(`'${this.name}' is text: '${shown}' in row ${row + 1} ${reason}`);
  }

  #say(sentence: string): void {
    this.guesses.push(`${sentence}.`);
  }
}

const reasonOf = (value: string): string | undefined => REASONS.find(([form]) => form.test(value))?.[1];

/** Whether a text has the form of a number that would not come back, such as `007` or `+1`. */
export const looksLikeNumber = (text: string): boolean => reasonOf(text) !== undefined;

function firstOf(texts: readonly string[]): string[] {
  const head = texts.slice(0, SAMPLED_ROWS).filter((text) => text !== "");
  return (head.length > 0 ? head : texts.filter((text) => text !== "")).slice(0, SAMPLE);
}

function truthValues(texts: readonly string[]): TypedColumn | undefined {
  const pair = TRUTH.find(([yes, no]) => texts.every((text) => text === "" || text === yes || text === no));
  return pair && { type: "bool", values: texts.map((text) => (text === "" ? null : text === pair[0])) };
}

/** Whether a file's numbers have decimal commas, by the first values of its columns. */
export function hasDecimalCommas(samples: readonly (readonly string[])[]): boolean {
  return samples.some((values) => {
    const written = values.filter((value) => value !== "" && !MISSING.has(value));
    // 1,250 may be a thousand and more.
    return (
      written.every((value) => COMMA.test(value)) &&
      written.some((value) => value.includes(",") && value.length - value.lastIndexOf(",") !== 4)
    );
  });
}
