import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { CorrectedWord, FacetField, SearchTerm } from "../contracts/types.js";
import { edits } from "../core/search/edits.js";
import { FIELDS } from "../core/search/fields.js";
import { fold, wordsIn } from "../core/search/words.js";
import { isText, type Expansion } from "./expansion.js";
import { isOtherSubstance } from "./substances.js";
import type { FacetCounts } from "./facet-counts.js";

const MOST_CANDIDATES = 8;
const MOST_TRIES = 60;
const LONGEST_WORD = 40;

/** Terms that something fits, and what they were before. */
export interface Corrected {
  terms: SearchTerm[];
  changes: CorrectedWord[];
}

interface Candidate {
  text: string;
  cost: number;
  packages: number;
}

/** One word of a query: which of its terms, values and words it is. */
interface Place {
  term: number;
  value: number;
  word: number;
  text: string;
  beginning: boolean;
}

/** Finds what a misspelt query may have meant, among the words and values that the index has. */
export class Corrector {
  private readonly near: StatementSync;
  private readonly count: StatementSync;

  constructor(
    database: DatabaseSync,
    private readonly expansion: Expansion,
  ) {
    database.exec("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, row)");
    this.near = database.prepare(
      "SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
    );
    this.count = database.prepare("SELECT count(*) AS n FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT 1000)");
  }

  /** The nearest query that something fits: least changed first, then the one that most packages fit. */
  correct(terms: readonly SearchTerm[], facets: FacetCounts): Corrected | undefined {
    const values = this.correctValues(terms, facets);
    const match = this.expansion.matchOf(values.terms);
    if (match === undefined || this.matches(match) > 0) return values.changes.length > 0 ? values : undefined;
    const words = this.correctWords(values.terms);
    return words && { terms: words.terms, changes: [...values.changes, ...words.changes] };
  }

  private correctValues(terms: readonly SearchTerm[], facets: FacetCounts): Corrected {
    const changes: CorrectedWord[] = [];
    const corrected = terms.map((term) => {
      const { field, values } = term;
      if (field === undefined || field === "element" || term.not || FIELDS[field].kind !== "value" || !values)
        return term;
      const found = values.map((value) => {
        if (facets.matching(field as FacetField, value).length > 0) return value;
        const near = nearestValue(value, facets.valuesOf(field as FacetField));
        if (near !== undefined) changes.push({ from: value, to: near });
        return near ?? value;
      });
      return { ...term, values: found };
    });
    return { terms: corrected, changes };
  }

  private correctWords(terms: readonly SearchTerm[]): Corrected | undefined {
    const places = placesOf(terms);
    const candidates = places.map((place) => this.candidates(place));
    if (places.length === 0 || candidates.some((list) => list.length === 0)) return undefined;
    let best: { found: Corrected; packages: number; cost: number } | undefined;
    for (const { cost, chosen } of combinations(candidates)) {
      if (best && cost > best.cost) break;
      const found = withWords(terms, places, chosen);
      const packages = found.changes.length === 0 ? 0 : this.matches(this.expansion.matchOf(found.terms) ?? '""');
      if (packages > (best?.packages ?? 0)) best = { found, packages, cost };
    }
    return best?.found;
  }

  /** The word itself where the index has it, and its neighbours: as many edits as its length allows. */
  private candidates({ text, beginning }: Place): Candidate[] {
    const word = fold(text);
    const letters = Array.from(word);
    const most =
      letters.length < 3 || letters.length > LONGEST_WORD || /\d/.test(word) ? 0 : letters.length < 6 ? 1 : 2;
    // What the store has is meant as it was typed: correcting `ion` to `iron` would be another battery.
    const known = this.expansion.expressionOf({ values: [text], form: beginning ? "beginning" : "words" });
    if (known !== undefined && this.matches(known) > 0) return [{ text: word, cost: 0, packages: 1000 }];
    const found: Candidate[] = [];
    if (most === 0) return found;
    const longest = beginning ? LONGEST_WORD : letters.length + most;
    // A slip in the first letter is rare, but two letters that changed places are not.
    for (const first of new Set(letters.slice(0, 2)))
      for (const { term, doc } of this.near.all(first, `${first}\u{10ffff}`, letters.length - most, longest)) {
        const cost = beginning ? beginningEdits(word, String(term)) : edits(word, String(term));
        if (cost > 0 && cost <= most && !isOtherSubstance(text, String(term)))
          found.push({ text: String(term), cost, packages: Number(doc) });
      }
    return found.sort((a, b) => a.cost - b.cost || b.packages - a.packages).slice(0, MOST_CANDIDATES);
  }

  private matches(expression: string): number {
    return Number(this.count.get(expression)?.n ?? 0);
  }
}

function placesOf(terms: readonly SearchTerm[]): Place[] {
  return terms.flatMap((term, index) => {
    if (!isText(term) || term.not) return [];
    return (term.values ?? []).flatMap((value, position) => {
      const words = wordsIn(value);
      return words.map((text, word) => ({
        ...{ term: index, value: position, word, text },
        beginning: term.form === "beginning" && word === words.length - 1,
      }));
    });
  });
}

function withWords(terms: readonly SearchTerm[], places: readonly Place[], chosen: readonly Candidate[]): Corrected {
  const corrected = structuredClone(terms) as SearchTerm[];
  const changes: CorrectedWord[] = [];
  places.forEach((place, index) => {
    const to = chosen[index];
    const values = corrected[place.term]?.values;
    if (!to || to.cost === 0 || !values) return;
    changes.push({ from: place.text, to: to.text });
    values[place.value] = wordsIn(values[place.value] ?? "")
      .map((word, at) => (at === place.word ? to.text : word))
      .join(" ");
  });
  return { terms: corrected, changes };
}

/** Choices of one candidate for each word, those with the fewest edits first. */
function combinations(candidates: readonly Candidate[][]): { cost: number; chosen: Candidate[] }[] {
  let made: { cost: number; chosen: Candidate[] }[] = [{ cost: 0, chosen: [] }];
  for (const list of candidates) {
    made = made
      .flatMap(({ cost, chosen }) => list.map((one) => ({ cost: cost + one.cost, chosen: [...chosen, one] })))
      .sort((a, b) => a.cost - b.cost)
      .slice(0, MOST_TRIES);
  }
  return made;
}

/** Edits between a beginning and a word's beginning of about that length; a whole word is preferred. */
function beginningEdits(word: string, other: string): number {
  const whole = edits(word, other);
  if (other.length <= word.length) return whole;
  return Math.min(whole, edits(word, other.slice(0, word.length)) + 0.5);
}

function nearestValue(value: string, candidates: readonly string[]): string | undefined {
  const lower = value.toLowerCase();
  const most = lower.length < 3 ? 0 : lower.length < 6 ? 1 : 2;
  const near = candidates
    .map((text) => ({ text, cost: edits(lower, text.toLowerCase()) }))
    .filter(({ cost }) => cost <= most);
  return near.sort((a, b) => a.cost - b.cost)[0]?.text;
}
