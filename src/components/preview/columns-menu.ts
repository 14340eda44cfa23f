import { html, type TemplateResult } from "lit";
import type { Column } from "../../contracts/types.js";

/** A menu of checkboxes: which columns are shown. At least one stays. */
export function columnsMenu(
  columns: readonly Column[],
  shown: readonly string[] | undefined,
  choose: (names: string[] | undefined) => void,
): TemplateResult {
  const names = columns.map(({ name }) => name);
  const on = new Set(shown ?? names);
  const toggle = (name: string) => {
    if (on.has(name)) on.delete(name);
    else on.add(name);
    const chosen = names.filter((one) => on.has(one));
    choose(chosen.length === names.length ? undefined : chosen);
  };
  return html`<details
    class="menu"
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      const details = event.currentTarget as HTMLDetailsElement;
      details.open = false;
      details.querySelector("summary")?.focus();
    }}
    @focusout=${(event: FocusEvent) => {
      const details = event.currentTarget as HTMLDetailsElement;
      if (event.relatedTarget instanceof Node && !details.contains(event.relatedTarget)) details.open = false;
    }}
  >
    <summary class="plain">
      ▦ columns${shown ? html` <span class="count">${on.size} of ${names.length}</span>` : ""}
    </summary>
    <div class="sheet" role="group" aria-label="Columns shown">
      ${columns.map(
        ({ name, unit }) =>
          html`<label
            ><input
              type="checkbox"
              .checked=${on.has(name)}
              ?disabled=${on.size === 1 && on.has(name)}
              @change=${() => toggle(name)}
            />
            <span>${name}${unit ? html` <span class="unit">${unit}</span>` : ""}</span></label
          >`,
      )}
      ${shown ? html`<button class="plain" @click=${() => choose(undefined)}>show all</button>` : ""}
    </div>
  </details>`;
}
