import { html, nothing, type TemplateResult } from "lit";
import type { Model } from "../../contracts/types.js";
import type { CatalogSource } from "../../core/sources.js";
import { onnxEntry } from "../../core/onnx-entry.js";
import { t } from "../../core/translation.js";

/** A form to try a model in; what it needs is loaded when it is opened. */
export function trySection(
  source: CatalogSource | undefined,
  model: Model,
  open: boolean,
  toggled: (open: boolean) => void,
): TemplateResult | typeof nothing {
  if (!source?.files) return nothing;
  if (onnxEntry(model) === undefined)
    return html`<p class="faint">${t("It is not an ONNX model, so it cannot run in the browser; run it in a notebook.")}</p>`;
  const toggle = ({ target }: Event) => {
    const { open: opened } = target as HTMLDetailsElement;
    if (opened) void import("../model-try/model-try-element.js");
    toggled(opened);
  };
  return html`<details class="try" ?open=${open} @toggle=${toggle}>
    <summary>${t("Try it here")}</summary>
    ${open ? html`<foundry-model-try .source=${source} .model=${model}></foundry-model-try>` : nothing}
  </details>`;
}
