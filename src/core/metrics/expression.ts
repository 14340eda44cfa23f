import { problem } from "../problems.js";
import type { Metric } from "./metric.js";
import type { Numbers } from "./regression.js";
import { at, meanOf, median, Sum } from "./sums.js";

type Value = number | Float64Array;
type Node = (rows: Numbers) => Value;

const ELEMENTWISE: Record<string, (x: number) => number> = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  log10: Math.log10,
};
const REDUCTIONS: Record<string, (values: Float64Array) => number> = {
  mean: (values) => meanOf(values.length, (i) => at(values, i)) ?? NaN,
  median: (values) => median(values) ?? NaN,
  max: (values) => values.reduce((a, b) => Math.max(a, b), -Infinity),
  min: (values) => values.reduce((a, b) => Math.min(a, b), Infinity),
  sum: (values) => {
    const sum = new Sum();
    for (const value of values) sum.add(value);
    return sum.value;
  },
};
const OPERATORS: Record<string, [strength: number, apply: (a: number, b: number) => number]> = {
  "+": [1, (a, b) => a + b],
  "-": [1, (a, b) => a - b],
  "*": [2, (a, b) => a * b],
  "/": [2, (a, b) => a / b],
  "**": [4, (a, b) => a ** b],
};
const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([a-z][a-z0-9]*)|(\*\*|[-+*/(),]))/y;
const DEEPEST = 50;

/**
 * Reads a metric such as `sqrt(mean((y - p) ** 2))`: y is the truth, p the prediction; `**` is power,
 * `abs sqrt exp log log10` work row by row, and `mean median sum min max` make one number of all rows.
 */
export function compileExpression(text: string, name: string): Metric {
  const node = new Reader(text, name).whole();
  const probe = node({ truth: Float64Array.of(1, 2), predicted: Float64Array.of(1, 2) });
  if (typeof probe !== "number")
    throw problem(
      "invalid-manifest",
      `The metric '${name}' gives a number for each row: put mean(...) or another of ${Object.keys(REDUCTIONS).join(", ")} around it.`,
    );
  return {
    compute: (rows) => {
      if (rows.task !== "regression" || rows.truth.length === 0) return undefined;
      const value = node(rows);
      return typeof value === "number" && Number.isFinite(value) ? value : undefined;
    },
  };
}

class Reader {
  private readonly tokens: string[] = [];
  private position = 0;
  private depth = 0;

  constructor(
    text: string,
    private readonly name: string,
  ) {
    TOKEN.lastIndex = 0;
    let end = 0;
    while (end < text.trimEnd().length) {
      const found = TOKEN.exec(text);
      if (!found) throw this.wrong(`${JSON.stringify(text.slice(end).trimStart().slice(0, 10))} cannot be read`);
      this.tokens.push(found[1] ?? found[2] ?? found[3] ?? "");
      end = TOKEN.lastIndex;
    }
  }

  whole(): Node {
    const node = this.sum(0);
    if (this.position < this.tokens.length) throw this.wrong(`'${this.tokens[this.position] ?? ""}' is not expected`);
    return node;
  }

  private sum(weakest: number): Node {
    if (++this.depth > DEEPEST) throw this.wrong(`it is nested deeper than ${DEEPEST}`);
    let left = this.unary();
    for (;;) {
      const operator = OPERATORS[this.tokens[this.position] ?? ""];
      if (!operator || operator[0] <= weakest) break;
      this.position++;
      const [strength, apply] = operator;
      // Power binds to the right: 2 ** 3 ** 2 is 2 ** 9.
      const right = this.sum(strength === 4 ? strength - 1 : strength);
      const before = left;
      left = (rows) => combine(before(rows), right(rows), apply);
    }
    this.depth--;
    return left;
  }

  private unary(): Node {
    if (this.tokens[this.position] !== "-") return this.primary();
    this.position++;
    const inner = this.sum(3);
    return (rows) => combine(0, inner(rows), (_, x) => -x);
  }

  private primary(): Node {
    const token = this.tokens[this.position++];
    if (token === undefined) throw this.wrong("it ends too early");
    if (/^[\d.]/.test(token)) {
      const value = Number(token);
      if (!Number.isFinite(value)) throw this.wrong(`${token.slice(0, 20)}… is beyond the range of float64 numbers`);
      return () => value;
    }
    if (token === "(") return this.closed();
    if (token === "y") return ({ truth }) => truth;
    if (token === "p") return ({ predicted }) => predicted;
    return this.call(token);
  }

  private call(word: string): Node {
    const each = Object.hasOwn(ELEMENTWISE, word) ? ELEMENTWISE[word] : undefined;
    const all = Object.hasOwn(REDUCTIONS, word) ? REDUCTIONS[word] : undefined;
    if (!each && !all)
      throw this.wrong(
        `'${word}' is not known; there are y, p, ${[...Object.keys(ELEMENTWISE), ...Object.keys(REDUCTIONS)].join(", ")}`,
      );
    if (this.tokens[this.position++] !== "(") throw this.wrong(`'${word}' needs parentheses`);
    const inner = this.closed();
    if (each) return (rows) => combine(0, inner(rows), (_, x) => each(x));
    return (rows) => {
      const value = inner(rows);
      return typeof value === "number" ? value : (all?.(value) ?? NaN);
    };
  }

  private closed(): Node {
    const node = this.sum(0);
    const token = this.tokens[this.position++];
    if (token === undefined) throw this.wrong("a parenthesis is not closed");
    if (token !== ")") throw this.wrong(`'${token}' is not expected; a function takes one argument`);
    return node;
  }

  private wrong(reason: string) {
    return problem("invalid-manifest", `The expression of the metric '${this.name}' is wrong: ${reason}.`);
  }
}

function combine(a: Value, b: Value, apply: (a: number, b: number) => number): Value {
  if (typeof a === "number" && typeof b === "number") return apply(a, b);
  const length = typeof a === "number" ? (b as Float64Array).length : a.length;
  const found = new Float64Array(length);
  for (let i = 0; i < length; i++)
    found[i] = apply(typeof a === "number" ? a : at(a, i), typeof b === "number" ? b : at(b, i));
  return found;
}
