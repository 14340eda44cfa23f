import type { Column } from "../../contracts/types.js";
import { parityPairs } from "../parity/parity-pairs.js";
import type { Arrangement } from "../table/column-order.js";

const CHARACTER = 7.2;
const BESIDE_NAME = 60;
const NARROWEST = 108;
const WIDEST = 180;
/** Px from which on predictions, truths and errors are seen together in their own widths. */
const ROOMY = 880;
/** Px below which the first prediction stays at the left. */
const TIGHT = 480;

/** How a result's columns stand in `room` px, so that a prediction is never cut and is seen with the truth. */
export function resultArrangement(columns: readonly Column[], room: number): Arrangement {
  const pairs = parityPairs(columns);
  const [first] = pairs;
  if (!first || room >= ROOMY) return {};
  const names = pairs.flatMap(({ truth, predicted, error }) => [predicted, truth, error ?? []].flat());
  const width = (name: string) =>
    Math.min(WIDEST, Math.max(NARROWEST, Math.ceil(name.length * CHARACTER) + BESIDE_NAME));
  return {
    widths: Object.fromEntries(names.map((name) => [name, width(name)])),
    ...(room < TIGHT ? { pinned: [first.predicted] } : {}),
  };
}
