/** A word to look for. */
export interface QueryWord {
  /** Folded, as {@link fold} does. */
  text: string;
  /** Whether longer words that begin so match too. */
  prefix: boolean;
}

/** What a person typed, as the index takes it. */
export interface Query {
  /** An FTS5 expression of quoted strings only. */
  match: string;
  words: QueryWord[];
}

/** A run of what the index's tokenizer takes for one word. */
export const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
const PART = /"([^"]*)"|[^\s"]+/g;
const MOST_PARTS = 64;

/** Without case and diacritics, as the index compares words. */
export const fold = (text: string): string => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

/**
 * Reads a query: words joined by 'and', text in quotes as a phrase, the last word as a prefix.
 * Nothing of it is taken for FTS5's own syntax. Undefined where there is no word in it.
 */
export function parseQuery(text: string): Query | undefined {
  const parts = [...text.normalize("NFC").matchAll(PART)]
    .map(([whole, phrase]) => ({ words: (phrase ?? whole).match(WORD) ?? [], phrase: phrase !== undefined }))
    .filter(({ words }) => words.length > 0)
    .slice(0, MOST_PARTS);
  const last = parts.at(-1);
  if (!last) return undefined;
  const words = parts.flatMap((part) =>
    part.words.map((word, index) => {
      const prefix = part === last && !part.phrase && index === part.words.length - 1;
      return { text: fold(word), prefix };
    }),
  );
  // Words are letters and digits alone, so that quotes around them are all the quoting they need.
  const match = parts.map((part) => `"${part.words.join(" ")}"${part === last && !part.phrase ? " *" : ""}`).join(" AND ");
  return { match, words };
}

/** The query with English plurals as singulars; undefined where there is none. */
export function singularQuery(text: string): Query | undefined {
  const singular = text.replaceAll(/(\p{L}{2,}[^\Ws])s(?![\p{L}\p{N}])/gu, "$1");
  return singular === text ? undefined : parseQuery(singular);
}
