import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../core/translation.js";

const MOST_ENTRIES = 200;
const OPEN_DEPTH = 1;

/** A nested value as a tree whose branches open. */
export function tree(value: unknown, depth = 0): TemplateResult {
  const entries = entriesOf(value);
  if (!entries) return html`<span>${leaf(value)}</span>`;
  const shown = entries.slice(0, MOST_ENTRIES);
  return html`<details ?open=${depth < OPEN_DEPTH}>
    <summary>${Array.isArray(value) || isVector(value) ? t("list of %1", entries.length) : t("record of %1", entries.length)}</summary>
    <ul>
      ${shown.map(([name, item]) => html`<li><span class="key">${name}:</span> ${tree(item, depth + 1)}</li>`)}
      ${entries.length > shown.length ? html`<li>… ${t("%1 more", entries.length - shown.length)}</li>` : nothing}
    </ul>
  </details>`;
}

function isVector(value: unknown): value is Iterable<unknown> & { length: number } {
  return typeof value === "object" && value !== null && "length" in value && Symbol.iterator in value;
}

function entriesOf(value: unknown): [string, unknown][] | undefined {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array || value instanceof Date)
    return undefined;
  if (isVector(value)) return Array.from(value, (item, i): [string, unknown] => [String(i), item]);
  if (Symbol.iterator in value)
    return [...(value as Iterable<[unknown, unknown]>)].map(([name, item]) => [String(name), item]);
  return Object.entries(value);
}

function leaf(value: unknown): string {
  if (value === null || value === undefined) return t("missing");
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Uint8Array) return t("%1 bytes", value.length);
  if (value instanceof Date) return value.toISOString();
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean"
    ? String(value)
    : JSON.stringify(value);
}
