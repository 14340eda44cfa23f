import { html, type TemplateResult } from "lit";
import { t } from "../../core/translation.js";
import { FIRST_DIGITS, MOST_DIGITS, STYLES, type ColumnFormat, type NumberStyle } from "./column-format.js";

const LABELS: Record<NumberStyle, () => string> = {
  decimals: () => t("decimals"),
  significant: () => t("significant digits"),
  scientific: () => t("scientific"),
  percent: () => t("percent"),
};

/** How the numbers of a column are set; what is chosen holds at once. */
export function formatFields(
  format: ColumnFormat = {},
  choose: (format: ColumnFormat | undefined) => void,
): TemplateResult {
  const change = (next: ColumnFormat) => choose(next.style || next.grouped ? next : undefined);
  const setStyle = (name: string) => {
    const style = STYLES.find((one) => one === name);
    const grouped = format.grouped ? { grouped: true } : {};
    change({ ...grouped, ...(style && { style, digits: FIRST_DIGITS[style] }) });
  };
  return html`<div class="format" role="group" aria-label=${t("Format of the numbers")}>
    <select
      aria-label=${t("Format")}
      title=${t("How numbers are drawn; copies, the row's pane and saved files keep every digit")}
      @change=${(event: Event) => setStyle((event.target as HTMLSelectElement).value)}
    >
      <option value="">${t("automatic digits")}</option>
      ${STYLES.map((style) => html`<option value=${style} .selected=${style === format.style}>${LABELS[style]()}</option>`)}
    </select>
    ${
      format.style
        ? html`<input
            type="number"
            min=${format.style === "significant" ? 1 : 0}
            max=${MOST_DIGITS}
            aria-label=${format.style === "significant" ? t("Significant digits") : t("Decimals")}
            .value=${String(format.digits ?? FIRST_DIGITS[format.style])}
            @change=${(event: Event) => change({ ...format, digits: (event.target as HTMLInputElement).valueAsNumber || 0 })}
          />`
        : ""
    }
    <label
      ><input
        type="checkbox"
        .checked=${format.grouped === true}
        @change=${(event: Event) => change({ ...format, grouped: (event.target as HTMLInputElement).checked })}
      /><span>${t("1,000s apart")}</span></label
    >
  </div>`;
}
