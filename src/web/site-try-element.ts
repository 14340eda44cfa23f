import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import type { TrialSource } from "../components/model-try/trial.js";
import { controls } from "../components/theme/controls.js";
import { tokens } from "../components/theme/tokens.js";
import type { Model } from "../contracts/types.js";
import { sitePlace } from "./site-place.js";

interface Named {
  name: string;
  version: string;
}

/** The form that tries the model which the page is about. */
export class SiteTryElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
      }
    `,
  ];
  @state() private loaded: { source: TrialSource; model: Model } | undefined;
  @state() private problem: string | undefined;
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.closest("section")?.removeAttribute("hidden");
  }

  override render(): TemplateResult | typeof nothing {
    if (this.loaded)
      return html`<foundry-model-try .source=${this.loaded.source} .model=${this.loaded.model}></foundry-model-try>`;
    return html`<button class="primary" ?disabled=${this.busy} @click=${() => void this.#open()}>${this.busy ? "Opening…" : "Try it in this browser"}</button>
      ${this.problem ? html`<div class="problem" role="alert">${this.problem}</div>` : nothing}`;
  }

  async #open(): Promise<void> {
    const text = document.getElementById("try-data")?.textContent;
    if (!text) return;
    this.busy = true;
    this.problem = undefined;
    try {
      // Written by the site itself into its own page.
      const { name, version } = JSON.parse(text) as Named;
      const { root, source: kind } = sitePlace();
      // Only who asks for the form needs what it is made of.
      const [{ HubClient }, { StaticPackages }, { keptToken }] = await Promise.all([
        import("../client/hub-client.js"),
        import("./static-files.js"),
        import("./token.js"),
        import("../components/model-try/model-try-element.js"),
      ]);
      const token = keptToken(globalThis.sessionStorage);
      const source =
        kind === "hub" ? new HubClient({ url: root, ...(token ? { token } : {}) }) : new StaticPackages(root);
      this.loaded = { source, model: await source.model(name, version) };
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "foundry-site-try": SiteTryElement;
  }
}
