import type { Kind } from "../contracts/types.js";
import { nearest } from "./nearest.js";
import { problem, type FoundryProblem } from "./problems.js";

/** What fills an empty store. */
export const EXAMPLES = "`foundry-lab examples` puts the example packages there";

/**
 * The refusal of a name that no package has.
 * @param where - as "in this store"
 * @param names - those that there are
 */
export function unknownName(
  kind: Kind | undefined,
  name: string,
  where: string,
  names: readonly string[],
): FoundryProblem {
  const suggestions = nearest(name, [...new Set(names)]);
  const remedy =
    suggestions.length > 0
      ? `did you mean ${suggestions.join(", ")}?`
      : names.length === 0
        ? `it holds no ${kind ?? "package"}s yet: ${EXAMPLES}.`
        : "search for it by a word instead.";
  return problem("not-found", `There is no ${kind ?? "package"} '${name}' ${where}; ${remedy}`, { suggestions });
}
