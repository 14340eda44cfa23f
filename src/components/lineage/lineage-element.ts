import { Task } from "@lit/task";
import { LitElement, css, html, nothing, svg, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Kind, Lineage, LineageNode } from "../../contracts/types.js";
import { formatCount, formatNumber } from "../../core/quantities.js";
import type { LineageSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { BOX, layout, type Placed } from "./layout.js";

const MOST = 60;
const MARGIN = 4;

/**
 * What a package comes from and all that came of it; read when it is first opened.
 *
 * @fires foundry-select - another package was chosen: detail `{ kind, name, version }`
 */
export class LineageElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
        padding: 0 12px 12px;
      }
      summary {
        cursor: pointer;
        font-weight: 600;
        font-size: 12px;
      }
      .scroll {
        position: relative;
        overflow-x: auto;
        margin-top: 6px;
      }
      .graph {
        position: relative;
      }
      svg {
        display: block;
      }
      path {
        fill: none;
        stroke: var(--foundry-border-strong);
      }
      .box {
        position: absolute;
        box-sizing: border-box;
        display: block;
        padding: 2px 7px;
        border: 1px solid var(--foundry-border-strong);
        border-radius: 4px;
        background: var(--foundry-bg);
        text-align: left;
        line-height: 1.3;
        overflow: hidden;
      }
      .box.start {
        border-width: 2px;
        border-color: var(--foundry-accent);
      }
      .box.missing {
        border-style: dashed;
      }
      .box.bad {
        border-color: var(--foundry-error);
      }
      .box span {
        display: block;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
        font-size: 12px;
      }
      .box .kind {
        font-size: 10.5px;
        color: var(--foundry-fg-muted);
      }
      .bad .kind {
        color: var(--foundry-error);
      }
      .faint {
        color: var(--foundry-fg-muted);
      }
    `,
  ];

  @property({ attribute: false }) source: LineageSource | undefined;
  @property() kind: Kind = "dataset";
  @property() name = "";
  @property() version = "";
  @state() private open = false;
  readonly #loading = new Task(this, {
    args: () => [this.open, this.source, this.kind, this.name, this.version] as const,
    task: async ([open, source, kind, name, version], { signal }): Promise<Lineage | undefined> =>
      open && source && name ? source.lineage(kind, name, version, signal) : undefined,
  });

  override render(): TemplateResult {
    return html`<details @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
      <summary>${t("Lineage")}</summary>
      ${
        this.open
          ? this.#loading.render({
              pending: () => html`<div class="faint" role="status">${t("Following the links…")}</div>`,
              error: (
                error,
              ) => html`<div class="problem" role="alert"><span>${error instanceof Error ? error.message : String(error)}</span>
              <button class="secondary" @click=${() => void this.#loading.run()}>${t("Retry")}</button></div>`,
              complete: (found) => (found ? this.#graph(found) : nothing),
            })
          : nothing
      }
    </details>`;
  }

  #graph(found: Lineage): TemplateResult {
    const { nodes, edges, width, height, left } = layout(found, MOST);
    const spoilt = found.nodes.filter(({ affected }) => affected).length;
    if (nodes.length === 1 && !spoilt) return html`<p class="faint">${t("No derived packages yet.")}</p>`;
    return html`${spoilt > 0 ? html`<p class="problem" role="note">${t(spoilt === 1 ? "%1 here is withdrawn, or comes from data or models that are." : "%1 here are withdrawn, or come from data or models that are.", formatCount(spoilt, "thing"))}</p>` : nothing}
      <div class="scroll" role="region" tabindex="0" aria-label=${t("Lineage of %1", this.name)}>
        <div class="graph" style="min-width:${width + 2 * MARGIN}px;height:${height + 2 * MARGIN}px">
          <svg width=${width + 2 * MARGIN} height=${height + 2 * MARGIN} aria-hidden="true">
            <g transform="translate(${MARGIN} ${MARGIN})">${edges.map(({ path }) => svg`<path d=${path} />`)}</g>
          </svg>
          ${nodes.map((node) => this.#box(node, found))}
        </div>
      </div>
      ${left > 0 ? html`<p class="faint">${t("and %1 more", formatNumber(left))}</p>` : nothing}`;
  }

  #box(node: Placed, { start, edges }: Lineage): TemplateResult {
    const { id, kind, title, reference, withdrawn, affected = false, missing = false, x, y } = node;
    const state = withdrawn ? "withdrawn" : affected ? "from withdrawn" : missing ? "not in this store" : "";
    const label = kind === "entry" ? title : reference;
    const from = edges
      .filter((edge) => edge.to === id)
      .map((edge) => `${edge.relation} by ${edge.from.split(":")[1] ?? ""}`);
    const style = `left:${x + MARGIN}px;top:${y + MARGIN}px;width:${BOX.width}px;height:${BOX.height}px`;
    const classes = `box ${id === start ? "start" : ""} ${missing ? "missing" : ""} ${withdrawn || affected ? "bad" : ""}`;
    const content = html`<span>${label}</span><span class="kind">${kind}${state ? ` · ${state}` : ""}</span>`;
    const hint = [title, state, ...from].filter(Boolean).join(" · ");
    return kind === "entry" || missing || id === start
      ? html`<div class=${classes} style=${style} title=${hint}>${content}</div>`
      : html`<button class=${classes} style=${style} title=${hint} @click=${() => this.#select(node)}>${content}</button>`;
  }

  #select({ kind, reference }: LineageNode): void {
    const [name = "", version = ""] = reference.split("@");
    this.dispatchEvent(
      new CustomEvent("foundry-select", { detail: { kind, name, version }, bubbles: true, composed: true }),
    );
  }
}

define("foundry-lineage", LineageElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-lineage": LineageElement;
  }
}
