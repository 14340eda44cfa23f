import type { GLViewer } from "3dmol";
import { LitElement, css, html, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { structureFormat } from "./kinds.js";

/** A molecule or crystal in three dimensions, to turn and zoom; the library that draws is fetched with the first one. */
export class StructureElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
      }
      .view {
        position: relative;
        width: 100%;
        height: 220px;
        border: 1px solid var(--foundry-border);
      }
    `,
  ];

  @property() text = "";
  @state() private problem: string | undefined;
  @query(".view") private view!: HTMLElement | null;
  #viewer: GLViewer | undefined;
  #drawn = "";

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#viewer?.clear();
    this.#viewer = undefined;
    this.#drawn = "";
  }

  override render(): TemplateResult {
    return html`${this.problem ? html`<div class="problem" role="note">${this.problem}</div>` : ""}
      <div class="view" role="img" aria-label="Structure in three dimensions: drag to turn, scroll to zoom"></div>`;
  }

  override updated(): void {
    if (this.#drawn === this.text) return;
    this.#drawn = this.text;
    void this.#draw(this.text);
  }

  async #draw(text: string): Promise<void> {
    const format = structureFormat(text);
    try {
      const { createViewer } = await import("3dmol");
      const { view } = this;
      if (!view || this.text !== text || !format) return;
      this.#viewer ??= createViewer(view, { backgroundColor: getComputedStyle(this).getPropertyValue("background-color") || "white", backgroundAlpha: 0 });
      const viewer = this.#viewer;
      viewer.clear();
      const model = viewer.addModel(text, format, format === "cif" ? { doAssembly: true, normalizeAssembly: true, duplicateAssemblyAtoms: true } : {});
      viewer.setStyle({}, { stick: { radius: 0.12 }, sphere: { scale: 0.28 } });
      if (format === "cif") viewer.addUnitCell(model, {});
      viewer.zoomTo();
      viewer.render();
      this.problem = undefined;
    } catch {
      this.problem = "This structure cannot be drawn here; its text is below.";
    }
  }
}

define("foundry-structure", StructureElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-structure": StructureElement;
  }
}
