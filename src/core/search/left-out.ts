import type { SearchResponse } from "../../contracts/types.js";
import { t } from "../translation.js";

const quoted = (words: readonly string[], between: string): string => words.map((word) => `“${word}”`).join(between);

/** What of a query its results do not have, a sentence each. */
export function leftOut({ dropped = [], lacking = [] }: Pick<SearchResponse, "dropped" | "lacking">): string[] {
  return [
    ...(lacking.length > 0
      ? [t("Nothing has all of these words; the results lack %1.", quoted(lacking, t(" or ")))]
      : []),
    ...(dropped.length > 0 ? [t("Searched without %1.", quoted(dropped, ", "))] : []),
  ];
}
