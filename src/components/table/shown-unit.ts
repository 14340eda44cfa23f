import type { ColumnDraft } from "../../contracts/types.js";

/** A column's unit as it stands after its name; undefined where the name says it already, as `E_coh (MPa)` does. */
export function shownUnit({ name, unit }: Pick<ColumnDraft, "name" | "unit">): string | undefined {
  const said = /[([]([^()[\]]+)[)\]]\s*$/.exec(name)?.[1]?.trim();
  return unit === undefined || unit === "" || said === unit ? undefined : unit;
}
