import type { DataType, Vector } from "apache-arrow";
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../core/translation.js";
import { vectorText } from "../table/format.js";
import { inside, type Place } from "../table/nested.js";

const MOST_ENTRIES = 200;
const OPEN_DEPTH = 1;

/** A nested value as a tree whose branches open. */
export function tree({ vector, index }: Place, depth = 0): TemplateResult {
  const held = vector.get(index) === null ? undefined : inside(vector, index);
  if (!held) return html`<span>${leaf(vector, index)}</span>`;
  const count = held.of === "list" ? held.length : held.entries.length;
  const shown = Array.from({ length: Math.min(count, MOST_ENTRIES) }, (_, at): [string, Place | undefined] =>
    held.of === "list" ? [String(at), held.at(at)] : [held.entries[at]?.name ?? "", held.entries[at]],
  );
  return html`<details ?open=${depth < OPEN_DEPTH}>
    <summary>${held.of === "list" ? t("list of %1", count) : t("record of %1", count)}</summary>
    <ul>
      ${shown.map(([name, place]) => html`<li><span class="key">${name}:</span> ${place ? tree(place, depth + 1) : nothing}</li>`)}
      ${count > shown.length ? html`<li>… ${t("%1 more", count - shown.length)}</li>` : nothing}
    </ul>
  </details>`;
}

function leaf(vector: Vector<DataType>, index: number): string {
  const value: unknown = vector.get(index);
  if (typeof value === "string") return JSON.stringify(value);
  const { text, whole = text } = vectorText(vector, index);
  return whole;
}
