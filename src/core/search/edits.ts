import { distance } from "fastest-levenshtein";

/** Edits between two words; two letters that changed places are one. */
export function edits(word: string, other: string): number {
  const plain = distance(word, other);
  if (plain !== 2 || word.length !== other.length) return plain;
  const first = Array.from(word).findIndex((letter, index) => letter !== other[index]);
  const isSwap = word[first] === other[first + 1] && word[first + 1] === other[first];
  return isSwap && word.slice(first + 2) === other.slice(first + 2) ? 1 : plain;
}
