import type { SearchField, SearchTerm } from "../../contracts/types.js";
import { unitSpelling } from "../units/unit-spelling.js";
import { problem, type FoundryProblem } from "../problems.js";
import { edits } from "./edits.js";
import { elementNamed, elementsOf } from "./elements.js";
import { FIELDS, FIELD_NAMES, fieldNamed, isUnitField } from "./fields.js";
import { WORD } from "./words.js";

const MOST_TERMS = 64;
/** Shorter words before a colon are text. */
const SHORTEST_FIELD = 3;
/** `-`, a field's name and what compares it with what follows. */
const CONDITION = /(-?)(\p{L}[\p{L}_]*)(:(?:>=|<=|>|<)?|>=|<=|>|<|=)/uy;
const PHRASE = /(-?)"([^"]*)("|$)/uy;
const PLAIN = /[^\s"]+/uy;
const VALUE = /"([^"]*)("|$)|[^\s",]+/uy;
const NUMBER = /^(\d+(?:[.,_]\d+)*(?:e\d+)?)\s*([kmgtp]?i?b?)$/i;
const FACTORS: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12, p: 1e15 };
type Op = NonNullable<SearchTerm["op"]>;

/**
 * Reads what a person typed: words, `"phrases"`, `field:value`, `rows>1000`, and `-` before what must not be there.
 * Punctuation that means nothing here is only what parts words, so that any text is a query, unless
 * a condition on a field is wrong.
 *
 * @throws FoundryProblem that says where (`position`) and what could stand there (`expected`)
 */
export function readQuery(text: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  let at = 0;
  while (at < text.length && terms.length < MOST_TERMS) {
    if (/\s/.test(text.charAt(at))) at += 1;
    else at = readPart(text, at, terms);
  }
  return markLastWord(terms.slice(0, MOST_TERMS), text);
}

function readPart(text: string, at: number, terms: SearchTerm[]): number {
  const condition = matchAt(CONDITION, text, at);
  const field = condition && fieldNamed(condition[2] ?? "");
  if (condition && field) return readCondition(text, at, condition, field, terms);
  if (condition?.[3]?.startsWith(":")) refuseUnknown(condition, text, at);
  const phrase = matchAt(PHRASE, text, at);
  if (phrase) {
    if (hasWord(phrase[2])) {
      const form = phrase[3] === "" ? "beginning" : "phrase";
      terms.push(denied(phrase[1] === "-", { values: [phrase[2] ?? ""], form }));
    }
    return at + phrase[0].length;
  }
  const [word = text.charAt(at)] = matchAt(PLAIN, text, at) ?? [];
  if (hasWord(word)) {
    const no = word.startsWith("-") && /^-\p{L}/u.test(word);
    terms.push(denied(no, { values: [no ? word.slice(1) : word], form: "words" }));
  }
  return at + word.length;
}

function readCondition(
  text: string,
  at: number,
  condition: RegExpExecArray,
  field: SearchField,
  terms: SearchTerm[],
): number {
  const [whole, minus, , sign = ":"] = condition;
  const start = at + whole.length;
  const { kind } = FIELDS[field];
  const op = sign.replace(":", "") as Op | "";
  if (kind !== "number" && op !== "" && op !== "=")
    throw refusal(start - op.length, `the field '${field}' has no order`, FIELDS[field].example);
  const { values, end } = readValues(text, start, field);
  if (kind === "number") terms.push(...numbers(field, op, values, minus === "-"));
  else terms.push(denied(minus === "-", { field, ...normalised(field, values) }));
  return end;
}

interface Found {
  value: string;
  at: number;
}

function readValues(text: string, start: number, field: SearchField): { values: Found[]; end: number } {
  const values: Found[] = [];
  let at = start;
  for (;;) {
    const found = matchAt(VALUE, text, at);
    const value = (found?.[1] ?? found?.[0] ?? "").trim();
    if (!found || value === "")
      throw refusal(at, `nothing stands after ${text.slice(Math.max(0, at - 20), at).trim()}`, FIELDS[field].example);
    values.push({ value, at });
    at += found[0].length;
    if (text.charAt(at) !== "," || /^,?(\s|$)/.test(text.slice(at + 1)))
      return { values, end: text.charAt(at) === "," ? at + 1 : at };
    at += 1;
  }
}

function normalised(field: SearchField, found: Found[]): Pick<SearchTerm, "values"> {
  const texts = found.map(({ value }) => value);
  if (isUnitField(field)) return { values: texts.map(unitSpelling) };
  if (field !== "element") return { values: texts };
  const symbols = found.flatMap(({ value, at }) => {
    const whole = elementNamed(value);
    const parts = whole === undefined ? elementsOf(value) : [whole];
    if (!parts) throw refusal(at, `'${value}' is not a chemical element`, FIELDS.element.example);
    return parts;
  });
  return { values: [...new Set(symbols)] };
}

function numbers(field: SearchField, op: Op | "", found: Found[], no: boolean): SearchTerm[] {
  return found.flatMap(({ value, at }) => {
    const range = /^(.*?)\.\.(.*)$/.exec(value);
    if (!range || op !== "")
      return [denied(no, { field, op: op === "" ? "=" : op, number: numberAt(value, at, field) })];
    const [, low = "", high = ""] = range;
    if (no) throw refusal(at, "a range cannot be denied", `${field}<${low || "1"}`);
    if (low === "" && high === "") throw refusal(at, "a range has no end", FIELDS[field].example);
    const bound = (text: string, position: number, sign: Op): SearchTerm[] =>
      text === "" ? [] : [{ field, op: sign, number: numberAt(text, position, field) }];
    return [...bound(low, at, ">="), ...bound(high, at + low.length + 2, "<=")];
  });
}

function numberAt(text: string, at: number, field: SearchField): number {
  const [, digits = "", suffix = ""] = NUMBER.exec(text) ?? [];
  const scale = suffix.toLowerCase();
  const wrongUnit = field !== "size" && scale.endsWith("b");
  if (digits === "" || wrongUnit)
    throw refusal(at, `'${text}' is not ${field === "size" ? "a size" : "a number"}`, FIELDS[field].example);
  const binary = scale.includes("i");
  const factor = FACTORS[scale.replace(/i?b?$/, "")] ?? 1;
  const number = Number(digits.replaceAll(/[,_]/g, ""));
  if (!Number.isFinite(number)) throw refusal(at, `'${text}' is not a number`, FIELDS[field].example);
  return number * (binary ? 1024 ** (Math.log10(factor) / 3) : factor);
}

/** A word with a colon and a value is a field; `Si:P`, `https://...` and `note: text` are text. */
function refuseUnknown([whole, minus = "", name = ""]: RegExpExecArray, text: string, at: number): void {
  const lower = name.toLowerCase();
  const isText = elementNamed(name) !== undefined || elementsOf(name) !== undefined;
  if (lower.length < SHORTEST_FIELD || isText || /^(?:\s|$|\/\/)/.test(text.slice(at + whole.length))) return;
  const near = FIELD_NAMES.filter((field) => edits(lower, field) <= (lower.length > 5 ? 2 : 1));
  const [best] = near.sort((a, b) => edits(lower, a) - edits(lower, b));
  const what = `there is no field '${name}'`;
  if (best !== undefined) throw refusal(at + minus.length, what, `${best}:`, [best]);
  throw refusal(at + minus.length, `${what}, and text with a colon stands in quotes`, FIELDS.unit.example);
}

function refusal(position: number, what: string, expected: string, suggestions?: string[]): FoundryProblem {
  const sentence = `The search cannot be read at character ${position + 1}: ${what}; write it as in ${expected}`;
  const meant = suggestions?.[0];
  const detail =
    meant === undefined
      ? `${sentence}.`
      : `The search cannot be read at character ${position + 1}: ${what}; did you mean ${meant}?`;
  return problem("invalid-request", detail, { position, expected, suggestions });
}

/** The last word of a text is still being typed: it may be the beginning of a word. */
function markLastWord(terms: SearchTerm[], text: string): SearchTerm[] {
  const last = terms.at(-1);
  if (!last || last.field !== undefined || last.form !== "words" || last.not) return terms;
  if (!text.trimEnd().endsWith(last.values?.[0] ?? "")) return terms;
  return [...terms.slice(0, -1), { ...last, form: "beginning" }];
}

const hasWord = (text = ""): boolean => text.search(WORD) >= 0;

const denied = (no: boolean, term: SearchTerm): SearchTerm => (no ? { ...term, not: true } : term);

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
