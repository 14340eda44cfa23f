import type { SearchTerm } from "../contracts/types.js";
import { elementsOf } from "../core/search/elements.js";
import { isFiller, kindNamed } from "../core/search/filler.js";
import { normalDoi } from "./records.js";

/** Terms that a query may mean, and the words of it that are no part of them. */
export interface Reading {
  terms: SearchTerm[];
  dropped: string[];
}

/**
 * What a query may mean, the likeliest first: without the words that only sentences need; `models of ...` as the kind of
 * package; a DOI, or its address, as that; and, where no text has a formula, as the elements that it is made of.
 * @param hasKinds - whether a kind was chosen beside the query
 */
export function readings(terms: readonly SearchTerm[], hasKinds: boolean): Reading[] {
  const dois = byDoi(terms);
  if (dois) return [dois, ...wordReadings(terms, hasKinds)];
  return wordReadings(terms, hasKinds);
}

function wordReadings(terms: readonly SearchTerm[], hasKinds: boolean): Reading[] {
  const { kept, filler } = withoutFiller(terms);
  const all: Reading = { terms: kept, dropped: filler };
  const places = kindPlaces(kept);
  if (places.length === 0) return [all, ...byElements(all)];
  const words = places.map((place) => wordOf(kept[place]) ?? "");
  const others = kept.filter((_, index) => !places.includes(index));
  const without: Reading = { terms: others, dropped: [...filler, ...words] };
  const [kind] = words.map(kindNamed);
  const ofKind: Reading[] =
    hasKinds || kind === undefined ? [] : [{ terms: [...others, { field: "kind", values: [kind] }], dropped: filler }];
  const rest = others.length > 0 ? [all, without, ...byElements(without)] : [all];
  return [...ofKind, ...rest];
}

/** A DOI as people paste it. */
const DOI = /^(?:https?:\/\/(?:dx\.)?doi\.org\/)?10\.\d{4,9}\/\S+$/i;

function byDoi(terms: readonly SearchTerm[]): Reading | undefined {
  const isDoi = ({ field, values: [value = ""] = [] }: SearchTerm) => field === undefined && DOI.test(value);
  if (!terms.some(isDoi)) return undefined;
  const read = terms.map((term): SearchTerm => {
    if (!isDoi(term)) return term;
    const { values = [], not } = term;
    return { field: "doi", values: values.map(normalDoi), ...(not ? { not } : {}) };
  });
  return { terms: read, dropped: [] };
}

/** The word of a term that is one, as it was typed. */
export function wordOf(term: SearchTerm | undefined): string | undefined {
  if (!term || term.field !== undefined || term.not || term.form === "phrase") return undefined;
  const [word = ""] = term.values ?? [];
  return /^\p{L}+$/u.test(word) ? word : undefined;
}

function withoutFiller(terms: readonly SearchTerm[]): { kept: SearchTerm[]; filler: string[] } {
  const isKept = terms.map((term, index) => {
    const word = wordOf(term);
    return word === undefined || !isFiller(word, index === 0);
  });
  if (!isKept.some(Boolean)) return { kept: [...terms], filler: [] };
  return {
    kept: terms.filter((_, index) => isKept[index]),
    filler: terms.flatMap((term, index) => (isKept[index] ? [] : [wordOf(term) ?? ""])),
  };
}

/** Where a kind of package is named: a sentence begins or ends with it. */
function kindPlaces(terms: readonly SearchTerm[]): number[] {
  if (terms.some(({ field }) => field === "kind")) return [];
  const words = terms.flatMap((term, index) => (wordOf(term) === undefined ? [] : [index]));
  return [...new Set([words[0], words.at(-1)])].filter(
    (place): place is number => place !== undefined && kindNamed(wordOf(terms[place]) ?? "") !== undefined,
  );
}

function byElements({ terms, dropped }: Reading): Reading[] {
  const read = terms.map((term): SearchTerm => {
    const [word = ""] = term.values ?? [];
    const isWord = term.field === undefined && !term.not && term.form !== "phrase";
    const elements = isWord ? (elementsOf(word) ?? []) : [];
    return elements.length > 1 || (/\d/.test(word) && elements.length > 0)
      ? { field: "element", values: elements }
      : term;
  });
  return read.some((term, index) => term !== terms[index]) ? [{ terms: read, dropped }] : [];
}
