import type { SearchTerm } from "../contracts/types.js";
import { isText } from "./expansion.js";

/** Parts of a query that are tried. */
const MOST_TRIES = 200;
/** Words of a query of which parts are made; the most frequent ones of more are left out. */
const MOST_WORDS = 8;

/** Parts of a query that something has, all of as many words. */
export interface BestParts {
  parts: SearchTerm[][];
  /** Words that some of the parts lack. */
  lacking: string[];
}

/**
 * The most words of a query that anything has together. Of parts of as many words, those with the rarest words count.
 * @param packages - how many packages have a term's words
 * @param has - whether anything has all of some terms
 */
export function bestParts(
  terms: readonly SearchTerm[],
  packages: (term: SearchTerm) => number,
  has: (terms: readonly SearchTerm[]) => boolean,
): BestParts | undefined {
  const fixed = terms.filter((term) => !isText(term) || term.not);
  const words = terms
    .filter((term) => isText(term) && !term.not)
    .map((term) => ({ term, count: packages(term) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count)
    .slice(0, MOST_WORDS);
  const telling = new Map(words.map(({ term, count }) => [term, 1 / Math.log(1.5 + count)]));
  const weight = (part: readonly SearchTerm[]) => part.reduce((sum, term) => sum + (telling.get(term) ?? 0), 0);
  let tries = MOST_TRIES;
  for (let size = words.length; size > 0; size -= 1) {
    const candidates = combinations(
      words.map(({ term }) => term),
      size,
    ).sort((a, b) => weight(b) - weight(a));
    const parts = candidates.slice(0, tries).filter((part) => has([...fixed, ...part]));
    tries -= Math.min(tries, candidates.length);
    if (parts.length === 0) continue;
    const isLacking = (term: SearchTerm) => parts.some((part) => !part.includes(term));
    const lacking = terms.filter((term) => isText(term) && !term.not && isLacking(term));
    return {
      parts: parts.map((part) => terms.filter((term) => fixed.includes(term) || part.includes(term))),
      lacking: lacking.flatMap(({ values = [] }) => values),
    };
  }
  return undefined;
}

function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => combinations(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}
