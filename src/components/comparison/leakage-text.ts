import type { SplitComparison } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";

/** What there is to say of rows that both splits hold, and whether it should worry. */
export function leakageText({ first, second, secondRows, leakage }: SplitComparison): {
  leaks: boolean;
  sentences: string[];
} {
  if (!leakage) return { leaks: false, sentences: [] };
  const { identical, sameInputs, otherTargets = 0 } = leakage;
  const sentences = [
    identical > 0
      ? t(
          identical === 1
            ? "Leakage: %1 of the %2 rows of %3 is in %4 too."
            : "Leakage: %1 of the %2 rows of %3 are in %4 too.",
          formatNumber(identical),
          formatNumber(secondRows),
          second,
          first,
        )
      : t("No row of %1 is in %2 too.", second, first),
  ];
  if (sameInputs) {
    const more = formatNumber(sameInputs);
    sentences.push(
      otherTargets > 0
        ? t(
            "%1 more have the inputs of a row of %2, %3 of them with other targets.",
            more,
            first,
            formatNumber(otherTargets),
          )
        : t("%1 more have the inputs of a row of %2.", more, first),
    );
  } else if (sameInputs === 0)
    sentences.push(
      t(identical > 0 ? "No other has the inputs of a row of %1." : "None has the inputs of a row of %1.", first),
    );
  return { leaks: identical > 0 || (sameInputs ?? 0) > 0, sentences };
}
