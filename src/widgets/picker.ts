import { DOMWidgetModel, DOMWidgetView, type IBackboneModelOptions } from "@jupyter-widgets/base";
import type { ObjectHash } from "backbone";
import "../components/card/dataset-card-element.js";
import "../components/card/model-card-element.js";
import "../components/catalog/catalog-element.js";
import type { CatalogChoice } from "../components/catalog/catalog-element.js";
import type { CatalogSource } from "../core/sources.js";
import { modelChannel } from "./channel.js";
import { KernelCatalogSource } from "./kernel-catalog-source.js";
import { KernelRequests } from "./kernel-requests.js";
import { announce } from "./own-models.js";
import { followKernel, host, modelDefaults } from "./view-host.js";

/** What was picked: a `name@version`, and whether that is a dataset or a model. */
export interface Picked {
  value: string;
  kind: CatalogChoice["kind"];
}

/** Shows a catalog in an element and the card of what is picked beside it; the whole widget but its kernel. */
export function render(
  source: CatalogSource,
  picked: Picked,
  element: HTMLElement,
  pick: (picked: Picked) => void,
): void {
  const catalog = document.createElement("foundry-catalog");
  const card = document.createElement("div");
  element.style.cssText += "display: flex; height: 420px; border: 1px solid var(--jp-border-color2, #8886)";
  catalog.style.cssText = "flex: 0 1 320px; min-width: 200px; min-height: 0";
  card.style.cssText = "flex: 1 1 0; min-width: 0; overflow: auto; border-left: inherit";
  // A kernel takes a dataset or a model from a picker.
  catalog.kinds = ["dataset", "model"];
  catalog.source = source;
  const show = ({ kind, name, version }: CatalogChoice) => {
    catalog.selected = { kind, name };
    const shown = document.createElement(kind === "dataset" ? "foundry-dataset-card" : "foundry-model-card");
    Object.assign(shown, { source, name, version });
    card.replaceChildren(shown);
  };
  element.addEventListener("foundry-select", ({ detail }: CustomEventInit<CatalogChoice>) => {
    if (!detail) return;
    show(detail);
    pick({ value: `${detail.name}@${detail.version}`, kind: detail.kind });
  });
  const [name, version] = picked.value.split("@");
  if (name && version) show({ kind: picked.kind, name, version });
  element.replaceChildren(catalog, card);
}

/** The kernel's side of a picker: what was picked. */
export class PickerModel extends DOMWidgetModel {
  source!: KernelCatalogSource;

  override defaults(): ObjectHash {
    return { ...super.defaults(), ...modelDefaults("Picker"), value: "", kind: "dataset" };
  }

  override initialize(attributes: ObjectHash, options: IBackboneModelOptions): void {
    super.initialize(attributes, options);
    if (this.comm_live) announce(this.model_id);
    this.source = new KernelCatalogSource(new KernelRequests(modelChannel(this)));
  }
}

/** A picker in a notebook's output. */
export class PickerView extends DOMWidgetView {
  declare model: PickerModel;

  override render(): void {
    const { model } = this;
    const element = document.createElement("div");
    const stale = document.createElement("div");
    stale.setAttribute("role", "status");
    const picked = { value: model.get("value") as string, kind: model.get("kind") as Picked["kind"] };
    render(model.source, picked, element, (now) => {
      model.set({ ...now });
      this.touch();
    });
    host(this).replaceChildren(stale, element);
    followKernel(this, (sentence) => (stale.textContent = sentence ?? ""));
  }
}
