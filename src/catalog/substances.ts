import { distance } from "fastest-levenshtein";
import { edits } from "../core/search/edits.js";
import { elementsOf } from "../core/search/elements.js";

/** How names of substances end. One that ends otherwise, or begins otherwise before `-ium`, is another substance. */
const ENDING = /(?:ate|ite|ide|ine|ane|ene|yne|one|ol|yl|ium|ic|ous)$/;
const ENDING_LENGTH = 4;

/** Whether a correction would lead to another chemistry: `nitrate` for `nitride`, `terbium` for `erbium`, CaTiO3 for BaTiO3. */
export function isOtherSubstance(typed: string, other: string): boolean {
  if ((elementsOf(typed)?.length ?? 0) > 1) return true;
  const word = typed.toLowerCase();
  if (!ENDING.test(word) && !ENDING.test(other)) return false;
  // Two letters that changed places are a slip of the hand.
  if (edits(word, other) < distance(word, other)) return false;
  const isElement = word.endsWith("ium") && other.endsWith("ium");
  return isElement || distance(word.slice(-ENDING_LENGTH), other.slice(-ENDING_LENGTH)) > 0;
}
