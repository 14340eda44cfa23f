import type { SearchField, SearchTerm } from "../contracts/types.js";
import { fold, wordsIn } from "../core/search/words.js";

/** A word to look for. */
export interface QueryWord {
  /** Folded, as {@link fold} does. */
  text: string;
  /** Whether longer words that begin so match too. */
  prefix: boolean;
}

/** Which columns of the index a field of text is in. */
const COLUMNS: Partial<Record<SearchField, string>> = {
  title: "title",
  name: "name",
  author: "people",
  column: "columns",
};

/** Whether a term is looked for in the index of words. */
export const isText = ({ field }: SearchTerm): boolean => field === undefined || field in COLUMNS;

/** An FTS5 expression of quoted strings only, so that nothing of a query is taken for FTS5's own syntax. */
export function expressionOf(term: SearchTerm): string | undefined {
  const { field, values = [], form } = term;
  const strings = values.flatMap((value) => {
    const words = wordsIn(value);
    // Words are letters and digits alone, so that quotes around them are all the quoting they need.
    return words.length === 0 ? [] : [`"${words.join(" ")}"${form === "beginning" ? " *" : ""}`];
  });
  if (strings.length === 0) return undefined;
  const any = strings.length === 1 ? strings.join("") : `(${strings.join(" OR ")})`;
  const column = field && COLUMNS[field];
  return column === undefined ? any : `{${column}} : ${any}`;
}

/** The expression that all terms of text match; undefined where there is no word in them. */
export function matchOf(terms: readonly SearchTerm[]): string | undefined {
  const parts = terms.filter((term) => isText(term) && !term.not).map(expressionOf);
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.join(" AND ");
}

/** What to mark in a title and a description. */
export function markedWords(terms: readonly SearchTerm[]): QueryWord[] {
  const shown = terms.filter(({ field, not }) => !not && (field === undefined || field === "title"));
  return shown.flatMap(({ values = [], form }) =>
    values.flatMap((value) => {
      const words = wordsIn(value);
      return words.map((word, index) => ({
        text: fold(word),
        prefix: form === "beginning" && index === words.length - 1,
      }));
    }),
  );
}

/** Terms with English plurals as singulars; undefined where there is none. */
export function singular(terms: readonly SearchTerm[]): SearchTerm[] | undefined {
  const found = terms.map((term) => {
    if (!isText(term) || term.not) return term;
    const values = (term.values ?? []).map((value) => value.replaceAll(/(\p{L}{2,}[^\Ws])s(?![\p{L}\p{N}])/gu, "$1"));
    return values.every((value, index) => value === term.values?.[index]) ? term : { ...term, values };
  });
  return found.some((term, index) => term !== terms[index]) ? found : undefined;
}
