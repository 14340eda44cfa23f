import type { Highlights } from "../contracts/types.js";
import { fold, WORD } from "../core/search/words.js";
import type { QueryWord } from "./expansion.js";

const START = "\u0002";
const END = "\u0003";
/** Characters of an excerpt, and how many of them stand before its first marked word. */
const EXCERPT = 240;
const BEFORE = 60;

/** Title and an excerpt of the description, with the words of a query marked. */
export function highlights(title: string, description: string, words: readonly QueryWord[]): Highlights | undefined {
  const markedTitle = mark(unmarked(title), words);
  const text = unmarked(description);
  const first = firstMatch(text, words);
  const markedText = first === undefined ? undefined : mark(excerpt(text, first), words);
  if (!markedTitle.includes(START) && markedText === undefined) return undefined;
  return {
    ...(markedTitle.includes(START) ? { title: markedTitle } : {}),
    ...(markedText === undefined ? {} : { description: markedText }),
  };
}

const unmarked = (text: string) => text.replaceAll(/[\u0002\u0003]/g, "");

const mark = (text: string, words: readonly QueryWord[]) =>
  text.replaceAll(WORD, (word) => (matches(word, words) ? START + word + END : word));

function firstMatch(text: string, words: readonly QueryWord[]): number | undefined {
  for (const found of text.matchAll(WORD)) if (matches(found[0], words)) return found.index;
  return undefined;
}

function matches(word: string, words: readonly QueryWord[]): boolean {
  const folded = fold(word);
  return words.some(({ text, prefix }) => (prefix ? folded.startsWith(text) : folded === text));
}

function excerpt(text: string, first: number): string {
  let start = Math.max(0, first - BEFORE);
  if (start > 0) start += Math.max(0, text.slice(start, first).search(/\s/) + 1);
  let end = Math.min(text.length, start + EXCERPT);
  if (end < text.length) end = Math.max(first, text.slice(0, end).search(/\s\S*$/));
  const body = text.slice(start, end).replaceAll(/\s+/g, " ").trim();
  return `${start > 0 ? "…" : ""}${body}${end < text.length ? "…" : ""}`;
}
