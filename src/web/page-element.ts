import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { HubClient } from "../client/hub-client.js";
import "../components/panel/panel-element.js";
import { controls } from "../components/theme/controls.js";
import { tokens } from "../components/theme/tokens.js";
import type { SearchRequest } from "../contracts/types.js";
import type { Columns } from "../core/prediction-columns.js";
import { FoundryProblem } from "../core/problems.js";
import type { SavedSearch } from "../core/search/saved.js";
import { keepSearches, keptSearches } from "./kept-searches.js";
import { followAddress, requestOf } from "./search-address.js";
import { keepToken, takeToken } from "./token.js";

/** The hub's page: asks for the hub's token, then shows what the store holds. */
export class PageElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
        height: 100vh;
        background: var(--foundry-bg);
      }
      form {
        display: grid;
        gap: 10px;
        max-width: 340px;
        margin: 0 auto;
        padding: 18vh 16px 0;
      }
      h1 {
        font-size: 15px;
        margin: 0;
      }
      label {
        display: grid;
        gap: 4px;
      }
      .primary {
        justify-self: start;
      }
    `,
  ];

  /** The hub's URL. */
  @property() url = new URL(".", globalThis.location.href).href;
  @state() private client: HubClient | undefined;
  @state() private problem = "";
  @state() private busy = false;

  #closed = new AbortController();
  #follow: (now: SearchRequest) => void = () => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#closed = new AbortController();
    this.#follow = followAddress((request) => this.#search(request), this.#closed.signal);
    const token = takeToken(globalThis.location, globalThis.history, globalThis.sessionStorage);
    if (token) void this.#open(token);
    else void this.#openToAll();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#closed.abort();
  }

  override updated(changes: PropertyValues): void {
    const request =
      this.client && changes.has("client") && location.search !== "" ? requestOf(location.href) : undefined;
    if (request) this.#search(request);
  }

  #search(request: SearchRequest): void {
    const panel = this.renderRoot.querySelector("foundry-panel");
    void panel?.updateComplete.then(() => panel.catalog?.show(request));
  }

  override render(): TemplateResult {
    if (this.client)
      return html`<foundry-panel
        .source=${this.client}
        .readColumns=${readFile}
        @foundry-request=${(event: CustomEvent<SearchRequest>) => this.#follow(event.detail)}
        .saved=${keptSearches(globalThis.localStorage)}
        @foundry-saved=${(event: CustomEvent<readonly SavedSearch[]>) => keepSearches(globalThis.localStorage, event.detail)}
      ></foundry-panel>`;
    return html`<form @submit=${this.#submit}>
      <h1>Foundry</h1>
      <label>
        The hub's token
        <input name="token" type="password" required autocomplete="off" ?disabled=${this.busy} />
      </label>
      ${this.problem ? html`<div class="problem" role="alert">${this.problem}</div>` : nothing}
      <button class="primary" ?disabled=${this.busy}>${this.busy ? "Opening…" : "Open"}</button>
      <span>It stands beside the address where the hub was started.</span>
    </form>`;
  }

  /** A hub that anyone may read needs no token. */
  async #openToAll(): Promise<void> {
    const client = new HubClient({ url: this.url });
    try {
      await client.health();
      this.client = client;
    } catch {
      // The form asks for the token.
    }
  }

  #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const token = new FormData(event.target as HTMLFormElement).get("token");
    if (typeof token === "string") void this.#open(token.trim());
  };

  async #open(token: string): Promise<void> {
    const client = new HubClient({ url: this.url, token });
    this.busy = true;
    try {
      await client.health();
      keepToken(globalThis.sessionStorage, token);
      this.client = client;
      this.problem = "";
    } catch (error) {
      const refused = error instanceof FoundryProblem && error.type === "unauthorized";
      if (refused) keepToken(globalThis.sessionStorage, undefined);
      this.problem = refused
        ? "The hub does not know this token: copy it again from where the hub was started."
        : error instanceof Error
          ? error.message
          : String(error);
    }
    this.busy = false;
  }
}

/** Reads a file of this computer; the code for it comes when it is needed. */
async function readFile(file: File): Promise<Columns> {
  const [{ openFile }, { FileView }, { readColumns }] = await Promise.all([
    import("../files/open-file.js"),
    import("../files/file-view.js"),
    import("../files/read-columns.js"),
  ]);
  let view: InstanceType<typeof FileView> | undefined;
  return readColumns(file, {
    open: async (request) => {
      const opened = await openFile(request);
      view = new FileView(opened);
      return { columns: [...opened.columns], rows: opened.rows };
    },
    page: (query) => (view ? view.page(query) : Promise.reject(new Error("No file is open."))),
  });
}

declare global {
  interface HTMLElementTagNameMap {
    "foundry-page": PageElement;
  }
}
