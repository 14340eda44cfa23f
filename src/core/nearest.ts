import { distance } from "fastest-levenshtein";

/** The candidates that a person may have meant, best first. */
export function nearest(given: string, candidates: readonly string[], limit = 3): string[] {
  const word = given.toLowerCase().slice(0, 200);
  return candidates
    .map((candidate) => ({ candidate, far: farness(word, candidate.toLowerCase()) }))
    .filter(({ far }) => far <= 0.5)
    .sort((a, b) => a.far - b.far || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** 0 is equal, 1 has nothing in common. A name that contains what was typed is near however long it is. */
function farness(word: string, candidate: string): number {
  if (word === "") return 1;
  const edits = distance(word, candidate) / Math.max(word.length, candidate.length);
  const contained = word.length >= 3 && candidate.includes(word) ? 0.4 : 1;
  return Math.min(edits, contained);
}
