import type { GLViewer } from "3dmol";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { ViewerCode } from "../viewer-code.js";
import { structureFormat } from "./kinds.js";

const STEP = 15;
const TURNS: Partial<Record<string, [axis: string, degrees: number]>> = {
  ArrowLeft: ["y", -STEP],
  ArrowRight: ["y", STEP],
  ArrowUp: ["x", -STEP],
  ArrowDown: ["x", STEP],
};
const FEW = 8;
const CANNOT = "This structure cannot be drawn here; its text is below.";

/**
 * A molecule or crystal in three dimensions, to turn and zoom; the library that draws is fetched with the first one.
 *
 * @fires foundry-undrawn - only its text can be shown
 */
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
        border-radius: 3px;
      }
      .said {
        color: var(--foundry-fg-muted);
      }
    `,
  ];

  @property() text = "";
  @state() private problem: string | undefined;
  @state() private atoms = 0;
  @query(".view") private view!: HTMLElement | null;
  readonly #code = new ViewerCode(this, () => import("3dmol"));
  #viewer: GLViewer | undefined;
  #drawn = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
    this.#drawn = "";
  }

  override render(): TemplateResult {
    const atoms = this.atoms === 1 ? t("1 atom") : t("%1 atoms", formatNumber(this.atoms));
    const label = t("Structure of %1 in three dimensions: drag or arrow keys turn it, plus and minus zoom", atoms);
    const unseen = this.problem !== undefined || this.#code.missing;
    return html`${this.#code.instead(t("The structure is not drawn because the code for it did not load; its text is below."))}
      ${this.problem ? html`<div class="problem" role="note">${this.problem}</div>` : nothing}
      <div class="view" role="img" tabindex="0" aria-label=${label} title=${t("Drag or arrow keys: turn · wheel, + and −: zoom")} ?hidden=${unseen} @keydown=${(event: KeyboardEvent) => this.#key(event)}></div>
      ${this.atoms > 0 && !unseen ? html`<div class="said">${atoms}</div>` : nothing}`;
  }

  override updated(): void {
    if (this.#code.missing) this.#undrawn();
    if (!this.isConnected || this.#drawn === this.text || this.#code.missing) return;
    this.#drawn = this.text;
    void this.#draw(this.text);
  }

  async #draw(text: string): Promise<void> {
    const format = structureFormat(text);
    this.problem = undefined;
    const code = await this.#code.get();
    if (!code) return;
    try {
      await this.updateComplete;
      const { view } = this;
      if (!view || this.text !== text || !this.isConnected) return;
      if (!format) throw new Error(t(CANNOT));
      this.#viewer ??= code.createViewer(view, { backgroundColor: "white", backgroundAlpha: 0 });
      const viewer = this.#viewer;
      viewer.removeAllModels();
      viewer.removeAllShapes();
      const model = viewer.addModel(
        text,
        format,
        format === "cif" ? { doAssembly: true, normalizeAssembly: true, duplicateAssemblyAtoms: true } : {},
      );
      const atoms = model.selectedAtoms({});
      if (atoms.length === 0) throw new Error(t(CANNOT));
      viewer.setStyle({}, { stick: { radius: 0.12 }, sphere: { scale: 0.28 } });
      if (format === "cif") viewer.addUnitCell(model, { box: { color: getComputedStyle(this).color } });
      viewer.zoomTo();
      // It leaves room for a far larger molecule around a few atoms.
      if (atoms.length < FEW) viewer.zoom(2);
      viewer.render();
      this.atoms = atoms.length;
    } catch {
      this.problem = t(CANNOT);
      this.#undrawn();
    }
  }

  #undrawn(): void {
    this.#drawn = this.#code.missing ? "" : this.text;
    this.dispatchEvent(new CustomEvent("foundry-undrawn"));
  }

  #key(event: KeyboardEvent): void {
    const turn = TURNS[event.key];
    const zoom = { "+": 1.2, "-": 1 / 1.2 }[event.key];
    if (!this.#viewer || (!turn && zoom === undefined)) return;
    event.preventDefault();
    event.stopPropagation();
    if (turn) this.#viewer.rotate(turn[1], turn[0]);
    else if (zoom !== undefined) this.#viewer.zoom(zoom);
    this.#viewer.render();
  }

  /** A page has few WebGL contexts: one that is not given back is missing for the next structure. */
  #release(): void {
    this.#viewer?.clear();
    const canvas = this.view?.querySelector("canvas");
    for (const kind of ["webgl2", "webgl"] as const) {
      const context = canvas?.getContext(kind) as WebGLRenderingContext | null | undefined;
      context?.getExtension("WEBGL_lose_context")?.loseContext();
    }
    this.view?.replaceChildren();
    this.#viewer = undefined;
  }
}

define("foundry-structure", StructureElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-structure": StructureElement;
  }
}
