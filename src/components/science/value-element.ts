import type { DataType, Vector } from "apache-arrow";
import { LitElement, css, html, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Column } from "../../contracts/types.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { vectorText } from "../table/format.js";
import { formulaNodes } from "../table/formula.js";
import { imageBytes, imageType } from "../table/image-bytes.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { arrayView } from "./array-view.js";
import { curve } from "./curve.js";
import { kindOf } from "./kinds.js";
import "./structure-element.js";
import "./smiles-element.js";
import { tree } from "./tree.js";

/** One value, whole and as what it is: a drawing, a curve, a tree, or its text. */
export class ValueElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
        font-size: 12px;
      }
      .missing,
      .empty {
        font-style: italic;
        color: var(--foundry-fg-faint);
      }
      img {
        max-width: 100%;
        max-height: 240px;
        background: #fff;
      }
      svg.curve {
        display: block;
        width: 100%;
        height: 120px;
      }
      svg.curve path {
        fill: none;
        stroke: var(--foundry-accent);
        stroke-width: 1.5;
        vector-effect: non-scaling-stroke;
      }
      canvas.array {
        width: 100%;
        max-width: 240px;
        image-rendering: pixelated;
        border: 1px solid var(--foundry-border);
      }
      ul {
        margin: 0;
        padding-left: 16px;
        list-style: none;
      }
      summary {
        cursor: pointer;
      }
      .key {
        color: var(--foundry-fg-muted);
      }
      pre {
        margin: 0;
        font: 11px/1.4 var(--foundry-mono);
        white-space: pre-wrap;
      }
      .scroll {
        max-height: 130px;
        overflow: auto;
      }
    `,
  ];

  @property({ attribute: false }) column: Column | undefined;
  @property({ attribute: false }) vector: Vector<DataType> | undefined;
  @property({ type: Number }) index = 0;
  @state() private slice: number[] = [];
  /** Whether a structure has no picture. */
  @state() private undrawn = false;
  #address: string | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
  }

  override willUpdate(changes: PropertyValues<this>): void {
    if (!changes.has("vector") && !changes.has("index")) return;
    this.slice = [];
    this.undrawn = false;
    this.#release();
  }

  override render(): TemplateResult {
    const { column, vector, index } = this;
    if (!column || !vector) return html``;
    const value: unknown = vector.get(index);
    switch (kindOf(column, vector.type, value)) {
      case "smiles":
        return html`<foundry-smiles .smiles=${String(value)}></foundry-smiles><div>${String(value)}</div>`;
      case "structure":
        return html`<foundry-structure .text=${String(value)} @foundry-undrawn=${() => (this.undrawn = true)}></foundry-structure>
          <details ?open=${this.undrawn}><summary>${t("text")}</summary><pre class="scroll" tabindex="0">${String(value)}</pre></details>`;
      case "formula":
        return html`${formulaNodes(String(value)) ?? String(value)}`;
      case "image":
        return this.#image(value);
      case "curve":
        return curve(value as Iterable<number | bigint | null>, column);
      case "array":
        return arrayView(value, this.slice, (slice) => (this.slice = slice));
      case "nested":
        return tree({ vector, index });
      default:
        return this.#text(vector, value);
    }
  }

  #text(vector: Vector<DataType>, value: unknown): TemplateResult {
    const { text, whole = text, kind } = vectorText(vector, this.index);
    return html`<span class=${kind}>${kind === "text" && typeof value === "string" ? value : whole}</span>`;
  }

  #image(value: unknown): TemplateResult {
    const bytes = imageBytes(value) ?? new Uint8Array();
    this.#address ??= URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: imageType(bytes) ?? "" }));
    return html`<img src=${this.#address} alt=${t("Image of %1 bytes in %2", bytes.length, this.column?.name ?? "")} />`;
  }

  #release(): void {
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = undefined;
  }
}

define("foundry-value", ValueElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-value": ValueElement;
  }
}
