import { LitElement, css, html, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { ViewerCode } from "../viewer-code.js";

/** A molecule's drawing from its SMILES; the library that draws is fetched with the first one. */
export class SmilesElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
      }
      svg {
        display: block;
        width: 100%;
        max-width: 260px;
        height: 170px;
        background: #fff;
        border-radius: 3px;
      }
    `,
  ];

  @property() smiles = "";
  @state() private problem: string | undefined;
  @query("svg") private drawing!: SVGElement | null;
  readonly #code = new ViewerCode(this, () => import("smiles-drawer"));
  #drawn = "";

  override render(): TemplateResult {
    if (this.#code.missing)
      return html`${this.#code.instead(t("The molecule is not drawn because the code for it did not load."))}`;
    return this.problem
      ? html`<div class="problem" role="note">${this.problem}</div>`
      : html`<svg role="img" aria-label=${t("Molecule %1", this.smiles)}></svg>`;
  }

  override updated(): void {
    if (this.#drawn === this.smiles || this.#code.missing) return;
    this.#drawn = this.smiles;
    void this.#draw(this.smiles);
  }

  async #draw(smiles: string): Promise<void> {
    this.problem = undefined;
    const code = await this.#code.get();
    if (!code) {
      this.#drawn = "";
      return;
    }
    await this.updateComplete;
    try {
      const { drawing } = this;
      if (!drawing || this.smiles !== smiles) return;
      drawing.replaceChildren();
      const draw = new code.default.SvgDrawer({ width: 260, height: 170 });
      code.default.parse(
        smiles,
        (tree) => draw.draw(tree, drawing, "light"),
        () => (this.problem = t("This SMILES cannot be drawn.")),
      );
    } catch {
      this.problem = t("This SMILES cannot be drawn.");
    }
  }
}

define("foundry-smiles", SmilesElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-smiles": SmilesElement;
  }
}
