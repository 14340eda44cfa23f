import type { Comparison, Filter, Scalar } from "../../contracts/types.js";
import { isPythonName } from "../python-text.js";
import { TokenReader, Unread, pythonTokens, type PythonToken } from "../python-tokens.js";
import { t } from "../translation.js";
import { FilterError, numberLiteral, scalarText } from "./literals.js";

/** No longer text is read, here and in a kernel; a longer filter goes as a tree. */
export const LONGEST_FILTER = 20_000;
const LONGEST_NUMBER = 400;

const FLIPPED = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=" } as const;
const STATES: Partial<Record<string, [op: "missing" | "nan" | "infinite", holds: boolean]>> = {
  None: ["missing", true],
  missing: ["missing", true],
  present: ["missing", false],
  nan: ["nan", true],
  infinite: ["infinite", true],
};

type Operand = { column: string } | { value: Scalar } | { values: Scalar[] } | { filter: Filter };

/**
 * The tree of a filter that is written with Python's comparison and boolean operators.
 *
 * @throws FilterError - a sentence that says from where on the text is not such a filter
 */
export function readFilter(text: string): Filter {
  if (text.length > LONGEST_FILTER)
    throw new FilterError(t("The filter is %1 characters long; at most %2 are read.", text.length, LONGEST_FILTER));
  try {
    return new FilterReader(new TokenReader(pythonTokens(text, { comments: true }))).whole();
  } catch (error) {
    if (error instanceof Unread) throw new FilterError(unreadable(text, error.at ?? Infinity));
    if (error instanceof RangeError) throw new FilterError(t("The filter is nested too deeply."));
    throw error;
  }
}

function unreadable(text: string, at: number): string {
  const rest = text.slice(at).trim().slice(0, 60);
  const words = t("write for example %1", "gap > 0 and 'Ag' in formula");
  if (text.trim() === "") return t("The filter is empty; %1.", words);
  if (rest === "") return t("The filter ends too early; %1.", words);
  if (/^=(?!=)/.test(rest)) return t("The filter cannot be read from “%1” on; write == to compare.", rest);
  return t("The filter cannot be read from “%1” on; %2, with odd column names in backticks.", rest, words);
}

class FilterReader {
  constructor(private readonly reader: TokenReader) {}

  whole(): Filter {
    const filter = filterOf(this.#either());
    if (this.reader.next.kind !== "end") throw new Unread(this.reader.next.at);
    return filter;
  }

  #either(): Operand {
    const first = this.#every();
    if (!this.#word("or")) return first;
    const parts = [filterOf(first)];
    do parts.push(filterOf(this.#every()));
    while (this.#word("or"));
    return { filter: { any: parts } };
  }

  #every(): Operand {
    const first = this.#negation();
    if (!this.#word("and")) return first;
    const parts = [filterOf(first)];
    do parts.push(filterOf(this.#negation()));
    while (this.#word("and"));
    return { filter: { all: parts } };
  }

  #negation(): Operand {
    return this.#word("not") ? { filter: { not: filterOf(this.#negation()) } } : this.#comparison();
  }

  #comparison(): Operand {
    const terms = [this.#bits()];
    const operators: string[] = [];
    const parts: Filter[] = [];
    for (let operator = this.#operator(); operator !== undefined; operator = this.#operator()) {
      const left = terms.at(-1);
      operators.push(operator);
      if (operator === "is" || operator === "is not") {
        parts.push(this.#state(left, operator === "is not"));
        terms.push({ value: null });
        continue;
      }
      const right = this.#bits();
      terms.push(right);
      if (left) parts.push(compared(left, operator, right));
    }
    const [low, column, high] = terms;
    if (low && operators.length === 0) return low;
    const isRange = operators.join(" ") === "<= <=";
    if (isRange && low && "value" in low && column && "column" in column && high && "value" in high)
      return { filter: { compare: { column: column.column, op: "between", values: [low.value, high.value] } } };
    const [only] = parts;
    return { filter: parts.length === 1 && only ? only : { all: parts } };
  }

  #operator(): string | undefined {
    const { kind, text } = this.reader.next;
    if (kind === "sign" && text in FLIPPED) return this.reader.take().text;
    if (this.#word("in")) return "in";
    if (this.#word("is")) return this.#word("not") ? "is not" : "is";
    if (!this.#word("not")) return undefined;
    this.reader.take("in");
    return "not in";
  }

  #state(left: Operand | undefined, negated: boolean): Filter {
    const { kind, text, quoted, at } = this.reader.take();
    const state = kind === "name" && !quoted && Object.hasOwn(STATES, text) ? STATES[text] : undefined;
    if (!state) {
      if (kind === "end") throw new Unread(at);
      throw new FilterError(t("“%1” cannot stand after “is”; there stands missing, present, nan or infinite.", text));
    }
    if (!left || !("column" in left)) throw new FilterError(t("Before “is” stands a column: gap is missing."));
    const [op, whenHeld] = state;
    const holds = whenHeld !== negated;
    const { column } = left;
    if (op === "missing") return { compare: { column, op: holds ? "missing" : "present" } };
    const inner: Filter = { compare: { column, op } };
    return holds ? inner : { not: inner };
  }

  #bits(): Operand {
    let left = this.#bitsAnd();
    while (this.reader.accept("|")) left = { filter: { any: [filterOf(left), filterOf(this.#bitsAnd())] } };
    return left;
  }

  #bitsAnd(): Operand {
    let left = this.#factor();
    while (this.reader.accept("&")) left = { filter: { all: [filterOf(left), filterOf(this.#factor())] } };
    return left;
  }

  #factor(): Operand {
    if (this.reader.accept("~")) return { filter: { not: filterOf(this.#factor()) } };
    const token = this.reader.take();
    if (token.kind === "text") return { value: token.text };
    if (token.kind === "number") return { value: numberOf("", token) };
    if (token.kind === "name") return this.#named(token);
    if (token.kind === "sign") {
      if (token.text === "(") return this.#inBrackets();
      if (token.text === "[" || token.text === "{") return { values: this.#values(token.text === "[" ? "]" : "}") };
      const { kind } = this.reader.next;
      if ((token.text === "-" || token.text === "+") && kind === "number")
        return { value: numberOf(token.text === "-" ? "-" : "", this.reader.take()) };
    }
    throw new Unread(token.at);
  }

  #named({ text, quoted, at }: PythonToken): Operand {
    if (!quoted) {
      if (text === "True" || text === "False") return { value: text === "True" };
      if (text === "None") return { value: null };
      if (/^[\x00-\x7f]*$/.test(text) && !isPythonName(text)) throw new Unread(at);
    }
    if (!this.reader.accept(".")) return { column: text };
    this.reader.take("has_elements");
    this.reader.take("(");
    return { filter: { compare: { column: text, op: "elements", values: this.#values(")") } } };
  }

  #inBrackets(): Operand {
    if (this.reader.accept(")")) return { values: [] };
    const first = this.#either();
    if (this.reader.accept(")")) return first;
    this.reader.take(",");
    return { values: [valueOf(first), ...this.#values(")")] };
  }

  /** Values up to the bracket that closes them. */
  #values(close: string): Scalar[] {
    const values: Scalar[] = [];
    while (!this.reader.accept(close)) {
      values.push(valueOf(this.#either()));
      if (!this.reader.accept(",") && this.reader.next.text !== close) throw new Unread(this.reader.next.at);
    }
    return values;
  }

  #word(text: string): boolean {
    return this.reader.accept(text, "name");
  }
}

function filterOf(operand: Operand): Filter {
  if ("filter" in operand) return operand.filter;
  if ("column" in operand) return { compare: { column: operand.column, op: "==", value: true } };
  throw new FilterError(t("%1 stands alone; a filter compares a column with a value.", shown(operand)));
}

function valueOf(operand: Operand): Scalar {
  if ("value" in operand) return operand.value;
  throw new FilterError(
    "column" in operand
      ? t("%1 is not a value; put text in quotes: '%1'.", operand.column)
      : t("Where a value is expected stands a condition or a list."),
  );
}

function compared(left: Operand, operator: string, right: Operand): Filter {
  if (operator === "in" || operator === "not in") {
    const compare = membership(left, right);
    return operator === "in" ? { compare } : { not: { compare } };
  }
  const op = operator as keyof typeof FLIPPED;
  if ("column" in left && "column" in right)
    throw new FilterError(
      t("%1 is another column: a filter compares a column with a value; put text in quotes: '%1'.", right.column),
    );
  if ("column" in right) return compared(right, FLIPPED[op], left);
  if (!("column" in left)) throw new FilterError(t("%1 is not a column.", shown(left)));
  const value = valueOf(right);
  if (value !== null) return { compare: { column: left.column, op, value } };
  if (op !== "==" && op !== "!=") throw new FilterError(t("None cannot stand beside %1.", op));
  return { compare: { column: left.column, op: op === "==" ? "missing" : "present" } };
}

function membership(left: Operand, right: Operand): Comparison {
  if ("column" in right) return { column: right.column, op: "contains", value: valueOf(left) };
  if (!("column" in left)) throw new FilterError(t("%1 is not a column.", shown(left)));
  if (!("values" in right)) throw new FilterError(t("“in” takes a list: %1 in [1, 2].", left.column));
  return { column: left.column, op: "in", values: right.values };
}

const shown = (operand: Operand): string =>
  "column" in operand
    ? operand.column
    : "value" in operand
      ? scalarText(operand.value)
      : "values" in operand
        ? t("A list")
        : t("A condition");

function numberOf(sign: string, { text, at }: PythonToken): Scalar {
  const plain = text.replaceAll("_", "").toLowerCase();
  if (plain.length > LONGEST_NUMBER)
    throw new FilterError(t("A number is at most %1 characters long.", LONGEST_NUMBER));
  if (/^0[xob]/.test(plain)) return numberOf(sign, { kind: "number", text: BigInt(plain).toString(), at });
  // Python reads no 007.
  if (/^0+[1-9]\d*$/.test(plain)) throw new Unread(at);
  const whole = plain.startsWith(".") ? `0${plain}` : plain;
  return numberLiteral(sign + whole.replace(/\.(?!\d)/, ""));
}
