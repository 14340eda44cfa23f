import type { Comparison, ComparisonOperator, Filter, Scalar } from "../contracts/types.js";

/** A piece of Python: a name, a literal, or a sign. */
export interface PythonToken {
  kind: "name" | "text" | "number" | "sign" | "end";
  text: string;
}

const TOKEN =
  /\s*(?:([A-Za-z_]\w*)|`((?:[^`]|``)*)`|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([<>=!]=|[<>=()[\],.:]))/y;
const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t" };

/** Text that is not of the few forms that are read. */
export class Unread extends Error {}

/** The pieces of a short Python text without its line breaks. A comment is a person's own and is not read. */
export function pythonTokens(source: string): PythonToken[] {
  const text = source.trimEnd();
  const tokens: PythonToken[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) throw new Unread();
    const [, name, quoted, string, number, sign] = match;
    if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (quoted !== undefined) tokens.push({ kind: "name", text: quoted.replaceAll("``", "`") });
    else if (string !== undefined) tokens.push({ kind: "text", text: unquote(string) });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else tokens.push({ kind: "sign", text: sign ?? "" });
  }
  return tokens;
}

function unquote(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(x[0-9a-f]{2}|u[0-9a-f]{4}|.)/gi, (_, code: string) =>
      code.length > 1 ? String.fromCharCode(parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
    );
}

/** Reads tokens one by one. */
export class TokenReader {
  #at = 0;
  constructor(private readonly tokens: readonly PythonToken[]) {}

  get next(): PythonToken {
    return this.tokens[this.#at] ?? { kind: "end", text: "" };
  }

  take(text?: string): PythonToken {
    const token = this.next;
    if (text !== undefined && token.text !== text) throw new Unread();
    this.#at++;
    return token;
  }

  /** Takes the next token if it is this one. */
  accept(text: string, kind: PythonToken["kind"] = "sign"): boolean {
    if (this.next.text !== text || this.next.kind !== kind) return false;
    this.#at++;
    return true;
  }

  /** A text, number, truth value or None. */
  scalar(): Scalar {
    const { kind, text } = this.take();
    if (kind === "text") return text;
    if (kind === "number") return Number(text);
    if (kind === "name" && (text === "True" || text === "False")) return text === "True";
    if (kind === "name" && text === "None") return null;
    throw new Unread();
  }

  /** Scalars between brackets. */
  list(open = "[", close = "]"): Scalar[] {
    this.take(open);
    const values: Scalar[] = [];
    while (!this.accept(close)) {
      values.push(this.scalar());
      if (!this.accept(",") && this.next.text !== close) throw new Unread();
    }
    return values;
  }
}

const FLIPPED: Partial<Record<string, ComparisonOperator>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "==": "==",
  "!=": "!=",
};

/** A filter in the words of Python, as `filterText` writes it; undefined for text that is no such filter. */
export function readFilter(text: string): Filter | undefined {
  try {
    const reader = new TokenReader(pythonTokens(text));
    const filter = either(reader);
    return reader.next.kind === "end" ? filter : undefined;
  } catch (error) {
    if (error instanceof Unread) return undefined;
    throw error;
  }
}

function either(reader: TokenReader): Filter {
  const parts = [every(reader)];
  while (reader.accept("or", "name")) parts.push(every(reader));
  const [only] = parts;
  return parts.length === 1 && only ? only : { any: parts };
}

function every(reader: TokenReader): Filter {
  const parts = [condition(reader)];
  while (reader.accept("and", "name")) parts.push(condition(reader));
  const [only] = parts;
  return parts.length === 1 && only ? only : { all: parts };
}

function condition(reader: TokenReader): Filter {
  if (reader.accept("not", "name")) return { not: condition(reader) };
  if (reader.accept("(")) {
    const inner = either(reader);
    reader.take(")");
    return inner;
  }
  return { compare: comparison(reader) };
}

function comparison(reader: TokenReader): Comparison {
  if (reader.next.kind !== "name" || ["True", "False", "None"].includes(reader.next.text)) return reversed(reader);
  const column = reader.take().text;
  const { text } = reader.take();
  if (text === ".") {
    reader.take("has_elements");
    return { column, op: "elements", values: reader.list("(", ")") };
  }
  if (text === "is") {
    const negated = reader.accept("not", "name");
    reader.take("None");
    return { column, op: negated ? "present" : "missing" };
  }
  if (text === "in") return { column, op: "in", values: reader.list() };
  if (!(text in FLIPPED)) throw new Unread();
  return { column, op: text as ComparisonOperator, value: reader.scalar() };
}

/** `'Ag' in formula`, or `1 <= gap <= 2`. */
function reversed(reader: TokenReader): Comparison {
  const low = reader.scalar();
  const { text } = reader.take();
  const { kind, text: column } = reader.take();
  if (kind !== "name") throw new Unread();
  if (text === "in") return { column, op: "contains", value: low };
  if (text === "<=" && reader.accept("<=")) return { column, op: "between", values: [low, reader.scalar()] };
  const op = FLIPPED[text];
  if (!op) throw new Unread();
  return { column, op, value: low };
}
