import pluralize from "pluralize";
import { reducedFormula } from "../core/search/elements.js";
import { fold, wordsIn } from "../core/search/words.js";
import { unitSpelling } from "../core/units/unit-spelling.js";

/** Shorter words have no plurals that are worth looking for, and their parts are no words. */
const SHORTEST_PLURAL = 3;
const SHORTEST_PART = 3;
/** Latin and Greek plurals that stand beside English ones. */
const PLURALS = new Map(
  (
    "spectrum spectra, modulus moduli, basis bases, axis axes, medium media, maximum maxima, minimum minima, " +
    "optimum optima, quantum quanta, formula formulae, locus loci, continuum continua, equilibrium equilibria"
  )
    .split(", ")
    .map((pair) => pair.split(" ") as [string, string]),
);
const SINGULARS = new Map([...PLURALS].map(([one, many]) => [many, one]));

/** Letters that are written in two ways, each in words that the other may stand for. */
const SPELLINGS: readonly [RegExp, string][] = [
  [/sulph/g, "sulf"],
  [/sulf/g, "sulph"],
  [/aluminium/g, "aluminum"],
  [/aluminum/g, "aluminium"],
  [/caesium/g, "cesium"],
  [/cesium/g, "caesium"],
  [/fibre/g, "fiber"],
  [/fiber/g, "fibre"],
  [/is(ation|e[ds]?)$/g, "iz$1"],
  [/iz(ation|e[ds]?)$/g, "is$1"],
];

/** Other ways to write a word: singular and plural, British and American, a formula's reduced form. */
export function variants(word: string): string[] {
  const folded = fold(word);
  const formula = reducedFormula(word);
  const spelt = SPELLINGS.flatMap(([pattern, other]) => {
    const found = folded.replaceAll(pattern, other);
    return found === folded ? [] : [found];
  });
  const numbers = [folded, ...spelt].flatMap((one) =>
    one.length < SHORTEST_PLURAL || /\d/.test(one)
      ? []
      : [pluralize.singular(one), pluralize.plural(one), ...present([PLURALS.get(one), SINGULARS.get(one)])],
  );
  const all = new Set([folded, ...spelt, ...numbers, ...(formula === undefined ? [] : [formula.toLowerCase()])]);
  all.delete(folded);
  return [...all];
}

const present = (words: readonly (string | undefined)[]): string[] => words.filter((word) => word !== undefined);

/** The words of a unit's symbol that a word is the name of: `electronvolts` is eV. */
export function unitWords(word: string): string[] {
  if (word.length < 4 || !/^\p{L}+$/u.test(word)) return [];
  const lower = word.toLowerCase();
  const spelling = unitSpelling(lower);
  return spelling === lower ? [] : wordsIn(spelling);
}

/** Two words that a word may be written as: `bandgap` as `band gap`. */
export function parts(word: string): [string, string][] {
  if (!/^\p{L}+$/u.test(word)) return [];
  const letters = Array.from(word);
  const count = letters.length - 2 * SHORTEST_PART + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index): [string, string] => [
    letters.slice(0, index + SHORTEST_PART).join(""),
    letters.slice(index + SHORTEST_PART).join(""),
  ]);
}
