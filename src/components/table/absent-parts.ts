import type { ColumnStatistics } from "../../contracts/types.js";
import { t } from "../../core/translation.js";

/** How many values of a column are missing, NaN, infinite or empty, and how a figure of them is said; without what there is none of. */
export function absentParts({
  missing,
  nan = 0,
  infinite = 0,
  empty = 0,
}: Pick<ColumnStatistics, "missing" | "nan" | "infinite" | "empty">): {
  count: number;
  say: (figure: string) => string;
}[] {
  return [
    { count: missing, say: (figure: string) => t("%1 missing", figure) },
    { count: nan, say: (figure: string) => t("%1 NaN", figure) },
    { count: infinite, say: (figure: string) => t("%1 infinite", figure) },
    { count: empty, say: (figure: string) => t("%1 empty", figure) },
  ].filter(({ count }) => count > 0);
}
