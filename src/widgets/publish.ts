import { DOMWidgetModel, DOMWidgetView, type IBackboneModelOptions } from "@jupyter-widgets/base";
import type { ObjectHash } from "backbone";
import "../components/publish/publish-element.js";
import type { SplitChoice, TableChoice } from "../components/publish/publish-source.js";
import { modelChannel } from "./channel.js";
import { KernelPublishSource } from "./kernel-publish-source.js";
import { KernelRequests } from "./kernel-requests.js";
import { announce } from "./own-models.js";
import { showForm } from "./show-form.js";
import { modelDefaults } from "./view-host.js";

/** The kernel's side of a publication: which tables there are, and which splits are proposed at first. */
export class PublishModel extends DOMWidgetModel {
  source!: KernelPublishSource;

  override defaults(): ObjectHash {
    return { ...super.defaults(), ...modelDefaults("Publish"), tables: [], splits: [], published: "" };
  }

  override initialize(attributes: ObjectHash, options: IBackboneModelOptions): void {
    super.initialize(attributes, options);
    if (this.comm_live) announce(this.model_id);
    const requests = new KernelRequests(modelChannel(this));
    this.source = new KernelPublishSource(requests, this.get("tables") as TableChoice[]);
  }
}

/** The form in a notebook's output. */
export class PublishView extends DOMWidgetView {
  declare model: PublishModel;

  override render(): void {
    const { model } = this;
    const form = document.createElement("foundry-publish");
    form.source = model.source;
    form.splits = model.get("splits") as SplitChoice[];
    showForm(this, form);
  }
}
