import { html, nothing, type TemplateResult } from "lit";
import type { SearchHit } from "../../contracts/types.js";
import { formatBytes, formatCount, formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { markedText } from "./marked-text.js";

/** What the list of results shows and does. */
export interface Results {
  hits: readonly SearchHit[];
  /** How many more there are. */
  left: number;
  selected: string | undefined;
  /** The option that Tab reaches. */
  active: number;
  choose: (index: number) => void;
  move: (index: number) => void;
  more: () => void;
  /** What can be done with a result that is not opened; nothing where no notebook is at hand. */
  actions?: ((use: QuickUse, index: number) => void) | undefined;
}

/** What a result offers without its card. */
export type QuickUse = "preview" | "load";

const QUICK: readonly { use: QuickUse; key: string; label: string; title: string }[] = [
  { use: "preview", key: "p", label: "Preview", title: "Show its first split's table in a new cell (P)" },
  { use: "load", key: "l", label: "Load", title: "Insert a cell that loads its first split (L)" },
];

const SHORTCUTS = QUICK.map(({ key }) => key.toUpperCase()).join(" ");

/** Which package a hit is, whatever its version. */
export const keyOf = ({ kind, name }: Pick<SearchHit, "kind" | "name">): string => `${kind}/${name}`;

function facts({ rows, columns, bytes, version, license }: SearchHit): string {
  return (
    [
      rows === undefined ? "" : formatCount(rows, "row"),
      columns === undefined ? "" : formatCount(columns, "column"),
      formatBytes(bytes),
      `v${version}`,
      license ?? "",
    ]
      .filter(Boolean)
      // The dot stays at the end of its line.
      .join("\u00a0· ")
  );
}

/** What a reader should know before choosing: that a version is deprecated, or that a curator let it in. */
function badge({ state, reason }: SearchHit): TemplateResult | typeof nothing {
  if (state === undefined || state === "published") return nothing;
  return html` <span class="state-badge ${state.replace(" ", "-")}" title=${reason ?? nothing}>${state}</span>`;
}

/** Why it is here: the columns that were asked for, or what it shares with the set that it is similar to. */
function notes({ matched = [], shared = [] }: SearchHit): TemplateResult | typeof nothing {
  const columns = matched.map(({ name, unit }) => (unit === undefined ? name : `${name} (${unit})`));
  const said = [...columns, ...shared];
  return said.length === 0 ? nothing : html`<div class="notes">${said.join(", ")}</div>`;
}

/** What the host may let be dragged away with a result. */
const dragged = ({ kind, name, version, title }: SearchHit) =>
  kind === "benchmark" ? undefined : { kind, name, version, title };

const STEPS: Record<string, (index: number, count: number) => number> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
  PageDown: (index) => index + 5,
  PageUp: (index) => index - 5,
};

/** Buttons for the pointer: from the keyboard, the result's own keys do the same. */
const quickButtons = (act: (use: QuickUse) => void) =>
  html`<div class="quick" aria-hidden="true">
    ${QUICK.map(
      ({ use, key, label, title }) =>
        html`<button class="secondary" tabindex="-1" title=${t(title)} @click=${() => act(use)}>${t(label)} <kbd>${key.toUpperCase()}</kbd></button>`,
    )}
  </div>`;

/** Results as a list of options, best first. */
export function results({ hits, left, selected, active, choose, move, more, actions }: Results): TemplateResult {
  const offers = (index: number) => actions !== undefined && hits[index]?.kind === "dataset";
  // The option that has the focus, which assistive technology can give to any of them.
  const onKey = (event: KeyboardEvent, index: number) => {
    const step = STEPS[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const quick = isPlain && offers(index) ? QUICK.find(({ key }) => key === event.key.toLowerCase()) : undefined;
    if (quick) actions?.(quick.use, index);
    else if (step) move(Math.max(0, Math.min(hits.length - 1, step(index, hits.length))));
    else if (event.key === "Enter" || event.key === " ") choose(index);
    else return;
    event.preventDefault();
  };
  return html`<div class="results" role="listbox" aria-label=${t("Results")}>
      ${hits.map(
        (hit, i) => html`<div class="row" role="presentation">
          <div
            role="option"
            class="hit"
            .foundryDrag=${dragged(hit)}
            id="hit-${i}"
            tabindex=${i === active ? 0 : -1}
            aria-selected=${keyOf(hit) === selected ? "true" : "false"}
            aria-keyshortcuts=${offers(i) ? SHORTCUTS : nothing}
            @click=${() => choose(i)}
            @keydown=${(event: KeyboardEvent) => onKey(event, i)}
          >
            <div class="title">${markedText(hit.highlights?.title ?? hit.title)}${badge(hit)}</div>
            ${hit.description ? html`<div class="excerpt">${markedText(hit.highlights?.description ?? hit.description)}</div>` : nothing}
            ${notes(hit)}
            <div class="facts">${facts(hit)}</div>
          </div>
          ${offers(i) ? quickButtons((use) => actions?.(use, i)) : nothing}
        </div>`,
      )}
    </div>
    ${left > 0 ? html`<button class="more plain" @click=${more}>${t("Show more (%1 left)", formatNumber(left))}</button>` : nothing}`;
}
