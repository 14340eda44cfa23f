import { DOMWidgetModel, DOMWidgetView, type IBackboneModelOptions } from "@jupyter-widgets/base";
import type { ObjectHash } from "backbone";
import "../components/benchmark-form/benchmark-form-element.js";
import { modelChannel } from "./channel.js";
import { KernelBenchmarkFormSource } from "./kernel-benchmark-form-source.js";
import { KernelRequests } from "./kernel-requests.js";
import { announce } from "./own-models.js";
import { showForm } from "./show-form.js";
import { modelDefaults } from "./view-host.js";

/** The kernel's side of a benchmark that is made: which datasets there are, and which is chosen at first. */
export class BenchmarkFormModel extends DOMWidgetModel {
  source!: KernelBenchmarkFormSource;

  override defaults(): ObjectHash {
    return { ...super.defaults(), ...modelDefaults("BenchmarkForm"), dataset: "", datasets: [], published: "" };
  }

  override initialize(attributes: ObjectHash, options: IBackboneModelOptions): void {
    super.initialize(attributes, options);
    if (this.comm_live) announce(this.model_id);
    const requests = new KernelRequests(modelChannel(this));
    this.source = new KernelBenchmarkFormSource(requests, this.get("datasets") as string[]);
  }
}

/** The form in a notebook's output. */
export class BenchmarkFormView extends DOMWidgetView {
  declare model: BenchmarkFormModel;

  override render(): void {
    const { model } = this;
    const form = document.createElement("foundry-benchmark-form");
    form.reference = model.get("dataset") as string;
    form.source = model.source;
    showForm(this, form);
  }
}
