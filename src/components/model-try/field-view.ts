import { html, nothing, type TemplateResult } from "lit";
import { hintOf, readField, warningOf, type Field } from "./fields.js";

/** One input of the form: what it is called, its unit, and its range in training. */
export function fieldView(field: Field, text: string, change: (text: string) => void): TemplateResult {
  const id = `input-${field.name}`;
  const found = text.trim() === "" ? undefined : readField(field, text);
  const said = found && ("problem" in found ? found.problem : warningOf(field, found.value));
  return html`<div class="field ${said ? "outside" : ""}">
    <label for=${id} title=${field.description ?? nothing}>${field.name}${field.unit ? html` <span class="unit">${field.unit}</span>` : nothing}</label>
    ${control(field, id, text, change)}
    <span class="hint ${said ? "warn" : ""}" id="${id}-hint">${said ?? hintOf(field)}</span>
  </div>`;
}

function control(field: Field, id: string, text: string, change: (text: string) => void): TemplateResult {
  const { kind, choices, statistics, name } = field;
  const changed = (event: Event) => change((event.target as HTMLInputElement).value);
  if (kind === "choice" || kind === "flag") {
    const options =
      kind === "flag"
        ? [
            { value: "false", label: "no" },
            { value: "true", label: "yes" },
          ]
        : choices;
    return html`<select id=${id} aria-describedby="${id}-hint" @change=${changed}>
      ${options.map(({ value, label }) => html`<option value=${value} .selected=${value === text}>${label}</option>`)}
    </select>`;
  }
  if (kind === "list")
    return html`<textarea id=${id} rows="3" aria-describedby="${id}-hint" .value=${text} @input=${changed}></textarea>`;
  const numeric = kind === "number" || kind === "integer";
  const known = !numeric && statistics?.top ? statistics.top.map(({ value }) => value) : [];
  return html`<input
      id=${id}
      name=${name}
      type="text"
      inputmode=${numeric ? "decimal" : "text"}
      list=${known.length ? `${id}-known` : nothing}
      autocomplete="off"
      spellcheck="false"
      aria-describedby="${id}-hint"
      .value=${text}
      @input=${changed}
    />${known.length ? html`<datalist id="${id}-known">${known.map((value) => html`<option value=${value}></option>`)}</datalist>` : nothing}`;
}
