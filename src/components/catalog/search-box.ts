import { html, nothing, type TemplateResult } from "lit";
import { FIELDS } from "../../core/search/fields.js";
import { t } from "../../core/translation.js";
import { rich } from "../translated.js";

/** What the search box shows and does. */
export interface SearchBox {
  text: string;
  /** What is wrong with the text: the sentence, and where it stands. */
  problem: { sentence: string; position: number } | undefined;
  help: boolean;
  /** Undefined where there is nothing to save. */
  saved: boolean | undefined;
  typed: (event: Event) => void;
  key: (event: KeyboardEvent) => void;
  clear: () => void;
  save: () => void;
  toggleHelp: () => void;
  /** Adds a condition to the text. */
  add: (condition: string) => void;
}

/** The box, what is wrong with what stands in it, and the fields that it knows. */
export function searchBox(box: SearchBox): TemplateResult {
  const { text, problem, help, saved } = box;
  return html`<div class="search" role="search">
      <input
        type="text"
        role="searchbox"
        aria-label=${t("Search datasets and models")}
        aria-invalid=${problem ? "true" : "false"}
        aria-describedby="query-problem"
        placeholder=${t("Search, e.g. band gap")}
        spellcheck="false"
        autocomplete="off"
        .value=${text}
        @input=${box.typed}
        @keydown=${box.key}
      />
      <span class="in-box">
        ${
          saved === undefined
            ? nothing
            : html`<button class="plain" aria-pressed=${saved ? "true" : "false"} aria-label=${t("Save this search")} title=${saved ? t("Forget this search") : t("Save this search")} @click=${box.save}>
              ${saved ? "★" : "☆"}
            </button>`
        }
        ${text ? html`<button class="plain clear" aria-label=${t("Clear the search")} title=${t("Clear (Escape)")} @click=${box.clear}>⌫</button>` : nothing}
        <button class="plain" aria-label=${t("How to search")} title=${t("How to search (press / to go to the box)")} aria-expanded=${help ? "true" : "false"} @click=${box.toggleHelp}>?</button>
      </span>
    </div>
    <div class="query-problem" id="query-problem" aria-live="polite">${problem ? place(text, problem) : nothing}</div>
    ${help ? fieldHelp(box) : nothing}`;
}

function place(text: string, { sentence, position }: { sentence: string; position: number }): TemplateResult {
  const rest = text.slice(position);
  return html`<span class="place"><span>${text.slice(Math.max(0, position - 24), position)}</span><mark>${rest === "" ? "…" : rest.slice(0, 24)}</mark></span> ${sentence}`;
}

function fieldHelp({ add }: SearchBox): TemplateResult {
  return html`<div class="help" role="region" aria-label=${t("How to search")}>
    <p>
      ${t("Words are joined by “and”; the last one may be the beginning of a word.")}
      ${rich(
        "%1 finds these words side by side, %2 leaves out what has the word, %3 finds either.",
        html`<code>"band gap"</code>`,
        html`<code>-glass</code>`,
        html`<code>unit:eV,meV</code>`,
      )}
    </p>
    <ul>
      ${Object.values(FIELDS).map(
        ({ label, example }) =>
          html`<li><button class="chip" title=${t("Add to the search: %1", t(label))} @click=${() => add(example)}>${example}</button></li>`,
      )}
    </ul>
  </div>`;
}
