import { Task } from "@lit/task";
import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Changes } from "../../contracts/types.js";
import { beforeAndAfter, changesSentence, rowsWords } from "../../core/changes-words.js";
import { formatNumber } from "../../core/quantities.js";
import type { CatalogSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";

const MOST = 20;

/** What changed between two versions of a package, compared when it is opened. */
export class ChangesElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
        margin-top: 6px;
      }
      summary {
        cursor: pointer;
        width: fit-content;
      }
      h3 {
        font-size: 12px;
        margin: 6px 0 0;
      }
      table {
        border-collapse: collapse;
        width: 100%;
        font-size: 12px;
      }
      td {
        padding: 1px 8px 1px 0;
        vertical-align: top;
        overflow-wrap: break-word;
      }
      td:last-child {
        overflow-wrap: anywhere;
      }
      td:first-child {
        font-weight: 600;
      }
      p {
        margin: 4px 0;
      }
    `,
  ];

  @property({ attribute: false }) source: CatalogSource | undefined;
  @property() name = "";
  /** The earlier version. */
  @property() from = "";
  /** The later one. */
  @property() to = "";
  @state() private open = false;
  readonly #comparing = new Task(this, {
    args: () => [this.open, this.source, this.name, this.from, this.to] as const,
    task: async ([open, source, name, from, to], { signal }): Promise<Changes | undefined> =>
      open ? source?.changes?.(`${name}@${from}`, `${name}@${to}`, signal) : undefined,
  });

  override render(): TemplateResult {
    return html`<details @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
      <summary>${t("Changes since %1", this.from)}</summary>
      ${this.#comparing.render({
        pending: () => html`<p role="status">${t("Comparing…")}</p>`,
        error: (error) => html`<div class="problem" role="alert">
          <span>${error instanceof Error ? error.message : String(error)}</span>
          <button class="secondary" @click=${() => void this.#comparing.run()}>${t("Retry")}</button>
        </div>`,
        complete: (changes) => (changes ? this.#changes(changes) : nothing),
      })}
    </details>`;
  }

  #changes(changes: Changes): TemplateResult {
    const { splits, columns, files, statistics, metadata } = changes;
    return html`<p>${changesSentence(changes)}</p>
      ${rows(
        "Splits",
        splits.map((split) => [split.name, split.change, rowsWords(split)]),
      )}
      ${rows(
        "Columns",
        columns.flatMap(({ name, change, fields }) =>
          fields.length === 0
            ? [[name, change]]
            : fields.map(({ field, before, after }) => [name, field, beforeAndAfter(before, after)]),
        ),
      )}
      ${rows(
        "Files",
        files.map(({ path, change }) => [path, change]),
      )}
      ${rows(
        "Statistics",
        statistics.map(({ split, column, field, before, after }) => [
          `${column} (${split})`,
          field,
          beforeAndAfter(before, after),
        ]),
      )}
      ${rows(
        "Record",
        metadata.map(({ field, before, after }) => [field, beforeAndAfter(before, after)]),
      )}`;
  }
}

function rows(title: string, found: readonly string[][]): TemplateResult | typeof nothing {
  if (found.length === 0) return nothing;
  const more = found.length > MOST ? html`<p>${t("and %1 more", formatNumber(found.length - MOST))}</p>` : nothing;
  return html`<h3>${title}</h3>
    <table aria-label=${title}>
      ${found.slice(0, MOST).map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
    </table>
    ${more}`;
}

define("foundry-changes", ChangesElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-changes": ChangesElement;
  }
}
