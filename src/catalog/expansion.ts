import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { SearchField, SearchTerm } from "../contracts/types.js";
import { fold, wordsIn } from "../core/search/words.js";
import { parts, unitWords, variants } from "./variants.js";

/** A word to look for. */
export interface QueryWord {
  /** Folded, as {@link fold} does. */
  text: string;
  /** Whether longer words that begin so match too. */
  prefix: boolean;
}

/** Words that may stand for a term, one after another. */
interface Alternative {
  words: string[];
  prefix: boolean;
  /** The one column of the index that they are looked for in. */
  column?: string;
}

/** Which columns of the index a field of text is in. */
const COLUMNS: Partial<Record<SearchField, string>> = {
  title: "title",
  name: "name",
  author: "people",
  column: "columns",
};
const MOST_KNOWN = 10_000;

/** Whether a term is looked for in the index of words. */
export const isText = ({ field }: SearchTerm): boolean => field === undefined || field in COLUMNS;

/** Expressions of terms for FTS5, with what the words may also be written as, as far as the index has it. */
export class Expansion {
  private readonly one: StatementSync;
  private readonly known = new Map<string, boolean>();
  private generation = -1;

  constructor(private readonly database: DatabaseSync) {
    this.one = database.prepare("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1");
  }

  /** Forgets what is known of an index that has changed since; before each search. */
  refresh(): void {
    const generation = Number(
      this.database.prepare("SELECT value FROM state WHERE key = 'generation'").get()?.value ?? 0,
    );
    if (generation !== this.generation || this.known.size > MOST_KNOWN) this.known.clear();
    this.generation = generation;
  }

  /** Whether anything in the index fits an expression. */
  has(expression: string): boolean {
    let has = this.known.get(expression);
    if (has === undefined) this.known.set(expression, (has = this.one.get(expression) !== undefined));
    return has;
  }

  /** Quoted strings only, so that nothing of a query is taken for FTS5's own syntax; undefined where there is no word. */
  expressionOf(term: SearchTerm): string | undefined {
    const column = term.field && COLUMNS[term.field];
    const any = anyOf(this.alternatives(term));
    return any === undefined || column === undefined ? any : `{${column}} : ${any}`;
  }

  /** The expression that all terms of text match; undefined where there is no word in them. */
  matchOf(terms: readonly SearchTerm[]): string | undefined {
    const text = terms.filter((term) => isText(term) && !term.not);
    const found: string[] = [];
    for (let i = 0; i < text.length; i += 1) {
      const [term, next] = [text[i], text[i + 1]];
      const expression = term && this.expressionOf(term);
      if (expression === undefined) continue;
      const joined = term && next && this.joined(term, next);
      const following = joined && this.expressionOf(next);
      if (joined && following !== undefined) {
        found.push(`((${expression} AND ${following}) OR ${joined})`);
        i += 1;
      } else found.push(expression);
    }
    return found.length === 0 ? undefined : found.join(" AND ");
  }

  /** What to mark in a title and a description. */
  markedWords(terms: readonly SearchTerm[]): QueryWord[] {
    const shown = terms.filter(({ field, not }) => !not && (field === undefined || field === "title"));
    return shown.flatMap((term) =>
      this.alternatives(term).flatMap(({ words, prefix, column }) =>
        column === undefined
          ? words.map((word, index) => ({ text: fold(word), prefix: prefix && index === words.length - 1 }))
          : [],
      ),
    );
  }

  private alternatives(term: SearchTerm): Alternative[] {
    const { field, values = [], form } = term;
    const prefix = form === "beginning";
    const exact = values.map((value): Alternative => ({ words: wordsIn(value), prefix }));
    // A phrase in quotes is what it says, and people are called what they are called.
    if (form === "phrase" || field === "author") return exact.filter(hasWords);
    return exact.filter(hasWords).flatMap((one) => [one, ...this.others(one)]);
  }

  private others({ words, prefix }: Alternative): Alternative[] {
    const [last = "", ...before] = words.toReversed();
    const written = variants(last).filter((one) => !(prefix && one.startsWith(fold(last))));
    const numbered = written.map((one): Alternative => ({ words: [...before.toReversed(), one], prefix: false }));
    if (before.length > 0) return this.present([...numbered, { words: [words.join("")], prefix: false }]);
    const unit = unitWords(last);
    const split = [fold(last), ...variants(last)]
      .flatMap(parts)
      .flatMap(([first, second]) => [[first, second], ...variants(second).map((one) => [first, one])]);
    return this.present([
      ...numbered,
      ...split.map((both): Alternative => ({ words: both, prefix: false })),
      ...(unit.length > 0 ? [{ words: unit, prefix: false, column: "notes" }] : []),
    ]);
  }

  private present(alternatives: Alternative[]): Alternative[] {
    return alternatives.filter((one) => this.has(textOf(one)));
  }

  /** Two words as one: `band gap` as `bandgap`. */
  private joined(term: SearchTerm, next: SearchTerm): string | undefined {
    const [one, other] = [singleWord(term), singleWord(next)];
    if (one === undefined || other === undefined) return undefined;
    const written = [other, ...variants(other)].map((last): Alternative => ({ words: [one + last], prefix: false }));
    return anyOf(this.present(written));
  }
}

const hasWords = ({ words }: Alternative): boolean => words.length > 0;

/** The word of a term that is one, anywhere. */
function singleWord({ field, values = [], form }: SearchTerm): string | undefined {
  const words = wordsIn(values[0] ?? "");
  return field === undefined && form !== "phrase" && values.length === 1 && words.length === 1 ? words[0] : undefined;
}

// Words are letters and digits alone, so that quotes around them are all the quoting they need.
const textOf = ({ words, prefix, column }: Alternative): string =>
  `${column === undefined ? "" : `{${column}} : `}"${words.join(" ")}"${prefix ? " *" : ""}`;

function anyOf(alternatives: readonly Alternative[]): string | undefined {
  const texts = [...new Set(alternatives.map(textOf))];
  if (texts.length === 0) return undefined;
  return texts.length === 1 ? texts.join("") : `(${texts.join(" OR ")})`;
}
