import { DOMWidgetModel, DOMWidgetView, type IBackboneModelOptions } from "@jupyter-widgets/base";
import type { ObjectHash } from "backbone";
import "../components/preview/preview-element.js";
import type { PreviewElement } from "../components/preview/preview-element.js";
import type { TablePage } from "../core/sources.js";
import { modelChannel } from "./channel.js";
import { KernelRequests, isRecord } from "./kernel-requests.js";
import { KernelTableSource, readPage } from "./kernel-table-source.js";
import { announce } from "./own-models.js";
import { followTraits, type PreviewTraits } from "./preview-traits.js";
import { parseDescription } from "./table-description.js";
import { followKernel, host, modelDefaults } from "./view-host.js";

/** Shows a table in an element; the whole widget but its kernel. */
export function render(traits: PreviewTraits, element: HTMLElement): PreviewElement {
  const preview = document.createElement("foundry-preview");
  followTraits(preview, traits);
  element.replaceChildren(preview);
  return preview;
}

/** The kernel's side of a preview: its table, and what is chosen of it. */
export class PreviewModel extends DOMWidgetModel {
  // Backbone calls `initialize` from its constructor, before private fields would be there.
  private requests!: KernelRequests;
  private table!: KernelTableSource | undefined;
  private first!: TablePage | undefined;

  override defaults(): ObjectHash {
    return {
      ...super.defaults(),
      ...modelDefaults("Preview"),
      description: null,
      selection: {},
      selected: {},
      changed: false,
    };
  }

  override initialize(attributes: ObjectHash, options: IBackboneModelOptions): void {
    super.initialize(attributes, options);
    if (this.comm_live) announce(this.model_id);
    // The kernel sends the first rows right after the widget, so that they are there when it is shown.
    this.requests = new KernelRequests(modelChannel(this), (reply) => {
      // Another browser's pages come here too; those sent unasked have the id 0.
      if (reply.message["type"] === "page" && !this.table && isUnasked(reply.message["response"]))
        this.first = readPage(reply);
    });
    this.on("change:description", () => {
      this.table = undefined;
      this.first = undefined;
    });
  }

  /** The table that the kernel holds now. */
  get source(): KernelTableSource {
    this.table ??= new KernelTableSource(this.requests, parseDescription(this.get("description")), this.first);
    return this.table;
  }
}

const isUnasked = (response: unknown): boolean => isRecord(response) && response["id"] === 0;

/** A preview in a notebook's output. */
export class PreviewView extends DOMWidgetView {
  declare model: PreviewModel;

  override render(): void {
    const { model } = this;
    const preview = render(
      {
        get source() {
          return model.source;
        },
        get: (name) => model.get(name) as unknown,
        set: (name, value) => {
          model.set(name, value);
          this.touch();
        },
        on: (name, listener) => this.listenTo(model, `change:${name}`, listener),
      },
      host(this),
    );
    followKernel(this, (stale) => (preview.stale = stale));
  }
}
