import { html, nothing, type ReactiveControllerHost, type TemplateResult } from "lit";
import { t } from "../core/translation.js";

/**
 * The code of a viewer, fetched when it first has something to show. Where it does not come, what it would show stays
 * as plain values, and a person can ask for it again.
 */
export class ViewerCode<T extends object> {
  /** Whether the code was asked for and did not come. */
  missing = false;
  #asking = false;
  #loading: Promise<T | undefined> | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly load: () => Promise<T>,
  ) {}

  /**
   * The code; undefined where it does not come. The host is drawn anew when that changes; what did not come is asked for
   * again by a person, and not with each drawing.
   */
  async get(): Promise<T | undefined> {
    if (this.missing && !this.#asking) return undefined;
    const code = await (this.#loading ??= this.load().catch(() => undefined));
    this.#loading = undefined;
    const missing = code === undefined;
    if (missing !== this.missing) {
      this.missing = missing;
      this.host.requestUpdate();
    }
    return code;
  }

  /**
   * What stands in the viewer's place while its code is missing; nothing otherwise.
   * @param sentence - what is missing, and what there is instead
   */
  instead(sentence: string): TemplateResult | typeof nothing {
    if (!this.missing) return nothing;
    return html`<div class="problem" role="alert">
      <span>${this.#asking ? t("Loading …") : sentence}</span>
      ${this.#asking ? nothing : html`<button type="button" class="plain" @click=${() => void this.#again()}>${t("Retry")}</button>`}
    </div>`;
  }

  async #again(): Promise<void> {
    this.#asking = true;
    this.host.requestUpdate();
    await this.get();
    this.#asking = false;
    this.host.requestUpdate();
  }
}
