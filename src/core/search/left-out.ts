import type { SearchResponse } from "../../contracts/types.js";
import { t } from "../translation.js";

const quoted = (words: readonly string[]): string => words.map((word) => `“${word}”`).join(", ");

/** What of a query its results do not have, a sentence each. */
export function leftOut({ dropped = [], lacking = [] }: Pick<SearchResponse, "dropped" | "lacking">): string[] {
  const [word, ...others] = lacking;
  const partial =
    others.length > 0
      ? t("Nothing has all of these words; the results lack some of %1.", quoted(lacking))
      : t("Nothing has all of these words; the results lack %1.", quoted(lacking));
  return [
    ...(word === undefined ? [] : [partial]),
    ...(dropped.length > 0 ? [t("Searched without %1.", quoted(dropped))] : []),
  ];
}
