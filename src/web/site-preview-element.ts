import { LitElement, html, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import "../components/preview/preview-element.js";
import type { PreviewSource } from "../components/preview/preview-source.js";
import { tokens } from "../components/theme/tokens.js";
import type { Column } from "../contracts/types.js";
import type { SplitFile } from "./parquet-source.js";
import { sitePlace } from "./site-place.js";

interface Described {
  title: string;
  columns: Column[];
  splits: (Omit<SplitFile, "url"> & { path: string })[];
  statistics?: string;
}

/** The rows of the dataset that the page is about. */
export class SitePreviewElement extends LitElement {
  static override styles = [tokens];
  @state() private source: PreviewSource | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#open();
  }

  override render(): TemplateResult {
    return this.source ? html`<foundry-preview .source=${this.source}></foundry-preview>` : html`<slot></slot>`;
  }

  async #open(): Promise<void> {
    const text = document.getElementById("preview-data")?.textContent;
    if (!text) return;
    const { root } = sitePlace();
    // Only a page with rows needs what reads them.
    const { fetchStatistics, ParquetSource } = await import("./parquet-source.js");
    // Written by the site itself into its own page.
    const { title, columns, splits, statistics } = JSON.parse(text) as Described;
    const counted =
      statistics === undefined ? undefined : await fetchStatistics(root + statistics).catch(() => undefined);
    const files = splits.map(({ path, ...split }) => ({ ...split, url: root + path }));
    const [first] = files;
    if (!first) return;
    this.source = new ParquetSource({ title, columns, splits: files, statistics: counted }, first);
    this.closest("section")?.removeAttribute("hidden");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "foundry-site-preview": SitePreviewElement;
  }
}
