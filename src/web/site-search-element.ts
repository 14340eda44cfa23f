import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { HubClient } from "../client/hub-client.js";
import "../components/catalog/catalog-element.js";
import type { CatalogChoice } from "../components/catalog/catalog-element.js";
import { tokens } from "../components/theme/tokens.js";
import type { Kind, SearchRequest, SearchResponse } from "../contracts/types.js";
import { problem } from "../core/problems.js";
import type { CatalogSource } from "../core/sources.js";
import { packagePath } from "../site/addresses.js";
import { SiteSearch, type SiteIndex } from "../site/search-index.js";
import { followAddress, requestOf } from "./search-address.js";
import { sitePlace } from "./site-place.js";

/** Search over a site: a result leads to its page. The list of links that the page has without it goes. */
export class SiteSearchElement extends LitElement {
  static override styles = [
    tokens,
    css`
      foundry-catalog {
        display: block;
        min-height: 20rem;
      }
    `,
  ];

  @property() kind: Kind = "dataset";
  @state() private source: Pick<CatalogSource, "search"> | undefined;

  #closed = new AbortController();
  #follow: (now: SearchRequest) => void = () => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#closed = new AbortController();
    this.#follow = followAddress((request) => this.#show(request), this.#closed.signal);
    const { root, source } = sitePlace();
    this.source = source === "hub" ? new HubClient({ url: root }) : new StaticSearch(root);
    document.querySelector("ul.packages")?.setAttribute("hidden", "");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#closed.abort();
  }

  override firstUpdated(): void {
    if (new URL(location.href).search !== "") this.#show(requestOf(location.href) ?? {});
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.source) return nothing;
    return html`<foundry-catalog .source=${this.source} .kind=${this.kind} @foundry-select=${this.#open} @foundry-request=${(event: CustomEvent<SearchRequest>) => this.#follow(event.detail)}></foundry-catalog>`;
  }

  #show(request: SearchRequest): void {
    // A page lists its own kind where the address names none.
    void this.renderRoot.querySelector("foundry-catalog")?.show({ kinds: [this.kind], ...request });
  }

  #open = ({ detail: { kind, name } }: CustomEvent<CatalogChoice>): void => {
    document.location.assign(sitePlace().root + packagePath(kind, name));
  };
}

/** The index beside the pages, fetched once. */
class StaticSearch {
  private opened: Promise<SiteSearch> | undefined;

  constructor(private readonly root: string) {}

  async search(request: SearchRequest): Promise<SearchResponse> {
    this.opened ??= this.open();
    try {
      return (await this.opened).search(request);
    } catch (error) {
      this.opened = undefined;
      throw error;
    }
  }

  private async open(): Promise<SiteSearch> {
    const answer = await fetch(`${this.root}search.json`).catch(() => undefined);
    if (!answer?.ok) throw problem("unavailable", "The search index of this site cannot be read; reload the page.");
    return new SiteSearch((await answer.json()) as SiteIndex);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "foundry-site-search": SiteSearchElement;
  }
}
