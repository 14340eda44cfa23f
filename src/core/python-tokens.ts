/** A piece of Python: a name, a literal, or a sign. */
export interface PythonToken {
  kind: "name" | "text" | "number" | "sign" | "end";
  text: string;
  /** Whether a name stands in backticks, and is no word of the language. */
  quoted?: boolean;
  /** Where it begins in the text. */
  at: number;
}

const TOKEN =
  /\s*(?:([\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*(?!["'\p{L}]))|`((?:[^`]|``)*)`|("(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*')(?!["'])|((?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?))(?![\w.])|([<>=!]=|[<>=()[\]{},.:&|~+-])|(#[^\n]*))/uy;
const ESCAPE = /\\(?:\r?\n|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([^]))/g;
const NAMED: Record<string, string> = {
  n: "\n",
  r: "\r",
  t: "\t",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

/** Text that is not of the few forms that are read; `at` is where, if that is known. */
export class Unread extends Error {
  constructor(readonly at?: number) {
    super("not read");
  }
}

/**
 * The pieces of a short Python text without its line breaks.
 * @param comments - whether there may be any: in a cell they are a person's own, and what has one is not read
 */
export function pythonTokens(source: string, { comments }: { comments: boolean }): PythonToken[] {
  const text = source.trimEnd();
  const tokens: PythonToken[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    const at = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
    if (!match) throw new Unread(at);
    const [, name, quoted, string, number, sign, comment] = match;
    if (comment !== undefined && !comments) throw new Unread(at);
    if (name !== undefined) tokens.push({ kind: "name", text: name, at });
    else if (quoted !== undefined) tokens.push({ kind: "name", text: quoted.replaceAll("``", "`"), quoted: true, at });
    else if (string !== undefined) tokens.push({ kind: "text", text: unquote(string, at), at });
    else if (number !== undefined) tokens.push({ kind: "number", text: number, at });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign, at });
  }
  return tokens;
}

function unquote(literal: string, at: number): string {
  return literal
    .slice(1, -1)
    .replace(ESCAPE, (whole: string, x?: string, u?: string, long?: string, octal?: string, named?: string) => {
      const code = x ?? u ?? long;
      if (code !== undefined || octal !== undefined) {
        const point = octal === undefined ? parseInt(code ?? "", 16) : parseInt(octal, 8);
        if (point > 0x10ffff) throw new Unread(at);
        return String.fromCodePoint(point);
      }
      if (named === undefined) return "";
      // Names of characters, and escapes that are cut off.
      if (/[NxuU]/.test(named)) throw new Unread(at);
      return NAMED[named] ?? whole;
    });
}

/** Reads tokens one by one. */
export class TokenReader {
  #at = 0;
  constructor(private readonly tokens: readonly PythonToken[]) {}

  get next(): PythonToken {
    return this.tokens[this.#at] ?? { kind: "end", text: "", at: Infinity };
  }

  take(text?: string): PythonToken {
    const token = this.next;
    if (text !== undefined && (token.text !== text || token.kind === "text" || token.quoted))
      throw new Unread(token.at);
    this.#at++;
    return token;
  }

  /** Takes the next token if it is this one. */
  accept(text: string, kind: PythonToken["kind"] = "sign"): boolean {
    if (this.next.text !== text || this.next.kind !== kind || this.next.quoted) return false;
    this.#at++;
    return true;
  }

  /** A text, whole number, truth value or None. */
  constant(): string | number | boolean | null {
    const negative = this.accept("-");
    const { kind, text, quoted, at } = this.take();
    if (kind === "number") return negative ? -Number(text) : Number(text);
    if (negative) throw new Unread(at);
    if (kind === "text") return text;
    if (kind === "name" && !quoted && (text === "True" || text === "False")) return text === "True";
    if (kind === "name" && !quoted && text === "None") return null;
    throw new Unread(at);
  }

  /** Constants between brackets. */
  list(): (string | number | boolean | null)[] {
    this.take("[");
    const values: (string | number | boolean | null)[] = [];
    while (!this.accept("]")) {
      values.push(this.constant());
      if (!this.accept(",") && this.next.text !== "]") throw new Unread(this.next.at);
    }
    return values;
  }
}
