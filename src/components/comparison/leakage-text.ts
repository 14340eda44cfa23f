import type { SplitComparison } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";

/** What there is to say of rows that both splits hold, and whether it should worry. */
export function leakageText({ first, second, secondRows, leakage }: SplitComparison): { leaks: boolean; sentences: string[] } {
  if (!leakage) return { leaks: false, sentences: [] };
  const { identical, sameInputs, otherTargets = 0 } = leakage;
  const are = identical === 1 ? "is" : "are";
  const sentences = [
    identical > 0
      ? `Leakage: ${formatNumber(identical)} of the ${formatNumber(secondRows)} rows of ${second} ${are} in ${first} too.`
      : t("No row of %1 is in %2 too.", second, first),
  ];
  if (sameInputs) {
    const told = `${formatNumber(sameInputs)} more have the inputs of a row of ${first}`;
    sentences.push(otherTargets > 0 ? `${told}, ${formatNumber(otherTargets)} of them with other targets.` : `${told}.`);
  } else if (sameInputs === 0) sentences.push(`${identical > 0 ? t("No other") : "None"} has the inputs of a row of ${first}.`);
  return { leaks: identical > 0 || (sameInputs ?? 0) > 0, sentences };
}
