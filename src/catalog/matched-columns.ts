import type { MatchedColumn, SearchTerm } from "../contracts/types.js";
import { sameUnit } from "../core/units/unit-spelling.js";
import { fold, wordsIn } from "../core/search/words.js";

const MOST = 10;

/** The columns for which a condition on `column` or `unit` holds. */
export function matchedColumns(terms: readonly SearchTerm[], columns: () => MatchedColumn[]): MatchedColumn[] {
  const asked = terms.filter(({ field, not }) => !not && (field === "column" || field === "unit"));
  if (asked.length === 0) return [];
  return columns()
    .filter((column) => asked.some((term) => fits(term, column)))
    .slice(0, MOST);
}

function fits({ field, values = [] }: SearchTerm, { name, unit = "" }: MatchedColumn): boolean {
  if (field === "unit")
    return values.some((value) => sameUnit(value, unit) || value.toLowerCase() === unit.toLowerCase());
  const words = ` ${wordsIn(name).map(fold).join(" ")} `;
  return values.some((value) => words.includes(` ${wordsIn(value).map(fold).join(" ")} `));
}
