import type { Column, Comparison, ComparisonOperator, Scalar } from "../../contracts/types.js";
import { elementNamed } from "../../core/search/elements.js";
import { t } from "../../core/translation.js";
import { isNumeric } from "../table/column-type.js";

/** What a typed filter means, or one sentence that says why it means nothing. */
export type ParsedFilter = { comparisons: Comparison[] } | { problem: string };

const TOKEN = /\s*(?:(`[^`]+`)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([<>!=]=?)|([[\],()])|([^\s<>!=[\],()"'`]+))/y;
const SYMBOLS: Partial<Record<string, ComparisonOperator>> = {
  "=": "==",
  "==": "==",
  "!=": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=", // prettier-ignore
};
const EXAMPLE = "write it like gap > 0 and formula contains Ag";

interface Token {
  kind: "name" | "text" | "symbol" | "bracket" | "word";
  text: string;
}
class Unreadable extends Error {}

/** Reads comparisons joined by `and`: `gap > 0 and formula contains Ag`. */
export function parseFilter(text: string, columns: readonly Column[]): ParsedFilter {
  try {
    return { comparisons: new Reader(tokensOf(text), columns).comparisons() };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.message };
    throw error;
  }
}

export { comparisonsOf, filterOf } from "../../core/conditions.js";

/** A comparison as a chip shows it, and as {@link parseFilter} reads it back. */
export function comparisonText({ column, op, value, values }: Comparison): string {
  const name = /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(column) ? column : `\`${column}\``;
  const show = (scalar: Scalar | undefined) => (typeof scalar === "string" ? JSON.stringify(scalar) : String(scalar));
  if (op === "missing" || op === "present") return `${name} is ${op}`;
  if (op === "between") return `${name} between ${show(values?.[0])} and ${show(values?.[1])}`;
  if (op === "elements") return `${name} elements [${(values ?? []).map(show).join(", ")}]`;
  if (op === "in") return `${name} in [${(values ?? []).map(show).join(", ")}]`;
  return `${name} ${op} ${show(value)}`;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const [, name, quoted, symbol, bracket, word] = TOKEN.exec(text) ?? [];
    if (name) tokens.push({ kind: "name", text: name.slice(1, -1) });
    else if (quoted) tokens.push({ kind: "text", text: quoted.slice(1, -1).replace(/\\(.)/g, "$1") });
    else if (symbol) tokens.push({ kind: "symbol", text: symbol });
    else if (bracket) tokens.push({ kind: "bracket", text: bracket });
    else if (word) tokens.push({ kind: "word", text: word });
    else throw new Unreadable(t("The filter cannot be read from “%1” on; %2.", text.slice(at).trim(), t(EXAMPLE)));
  }
  return tokens;
}

class Reader {
  #at = 0;
  constructor(
    private readonly tokens: Token[],
    private readonly columns: readonly Column[],
  ) {}

  comparisons(): Comparison[] {
    const found = [this.#comparison()];
    while (this.#at < this.tokens.length) {
      const joint = this.#next("and");
      if (joint.text.toLowerCase() === "or") {
        throw new Unreadable(t('Conditions can be joined only by “and” here; use filter="… or …" in a cell.'));
      }
      if (joint.text.toLowerCase() !== "and")
        throw new Unreadable(t("“and” is expected before “%1”; %2.", joint.text, t(EXAMPLE)));
      found.push(this.#comparison());
    }
    return found;
  }

  #comparison(): Comparison {
    const name = this.#next("a column").text;
    const column = this.columns.find((one) => one.name === name) ?? this.#sameIgnoringCase(name);
    if (!column) {
      const known = this.columns
        .slice(0, 8)
        .map((one) => one.name)
        .join(", ");
      throw new Unreadable(
        t("There is no column “%1”; the columns are %2%3.", name, known, this.columns.length > 8 ? ", …" : ""),
      );
    }
    const operator = this.#next("a comparison such as > or contains");
    const op = SYMBOLS[operator.text];
    if (op) return { column: column.name, op, value: this.#value(column) };
    switch (operator.text.toLowerCase()) {
      case "is":
        return { column: column.name, op: this.#state() };
      case "missing":
        return { column: column.name, op: "missing" };
      case "present":
        return { column: column.name, op: "present" };
      case "contains":
        return { column: column.name, op: "contains", value: this.#next("a text").text };
      case "elements":
        return { column: column.name, op: "elements", values: this.#elements(column) };
      case "in":
        return { column: column.name, op: "in", values: this.#list(column) };
      case "between": {
        const low = this.#value(column);
        if (this.#next("“and”").text.toLowerCase() !== "and")
          throw new Unreadable(t("“between” takes two values joined by “and”: %1 between 1 and 2.", name));
        return { column: column.name, op: "between", values: [low, this.#value(column)] };
      }
      default:
        throw new Unreadable(
          t(
            "“%1” is not a comparison; use ==, !=, <, <=, >, >=, in, between, contains, elements, is missing or is present.",
            operator.text,
          ),
        );
    }
  }

  #sameIgnoringCase(name: string): Column | undefined {
    const matches = this.columns.filter((one) => one.name.toLowerCase() === name.toLowerCase());
    return matches.length === 1 ? matches[0] : undefined;
  }

  #state(): "missing" | "present" {
    const word = this.#next("“missing” or “present”").text.toLowerCase();
    if (word === "missing" || word === "none") return "missing";
    if (word === "present") return "present";
    if (word === "not" && /^(none|missing)$/i.test(this.#next("“missing”").text)) return "present";
    throw new Unreadable("After “is” comes “missing” or “present”.");
  }

  #list(column: Column): Scalar[] {
    const open = this.#next("a list such as [1, 2]").text;
    if (open !== "[" && open !== "(") throw new Unreadable(t("“in” takes a list: %1 in [1, 2].", column.name));
    const values = [this.#value(column)];
    for (;;) {
      const { text } = this.#next("“]”");
      if (text === "]" || text === ")") return values;
      if (text !== ",")
        throw new Unreadable(t("The values of a list are separated by commas: %1 in [1, 2].", column.name));
      values.push(this.#value(column));
    }
  }

  #elements(column: Column): Scalar[] {
    if (this.tokens[this.#at]?.kind !== "bracket") {
      const { text } = this.#next("an element such as Fe");
      return [this.#element(text)];
    }
    return this.#list(column).map((value) => this.#element(String(value)));
  }

  #element(text: string): string {
    const symbol = elementNamed(text);
    if (!symbol) throw new Unreadable(t("“%1” is no element; write symbols such as Fe.", text));
    return symbol;
  }

  #value(column: Column): Scalar {
    const { kind, text } = this.#next("a value");
    if (kind === "text") {
      if (isNumeric(column.type))
        throw new Unreadable(
          t("Column “%1” holds numbers and cannot be compared with the text “%2”.", column.name, text),
        );
      return text;
    }
    if (kind !== "word" && kind !== "name")
      throw new Unreadable(t("A value is expected before “%1”; %2.", text, t(EXAMPLE)));
    if (isNumeric(column.type)) {
      const number = Number(text.replace("−", "-"));
      if (Number.isNaN(number))
        throw new Unreadable(t("Column “%1” holds numbers and “%2” is not a number.", column.name, text));
      return number;
    }
    if (/^bool/.test(column.type) && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
    return text;
  }

  #next(wanted: string): Token {
    const token = this.tokens[this.#at++];
    if (!token) throw new Unreadable(t("The filter ends where %1 is expected; %2.", wanted, t(EXAMPLE)));
    return token;
  }
}
