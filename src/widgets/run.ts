import { DOMWidgetModel, DOMWidgetView, type IBackboneModelOptions } from "@jupyter-widgets/base";
import type { ObjectHash } from "backbone";
import "../components/model-run/model-run-element.js";
import type { ModelRunElement, RunChoice } from "../components/model-run/model-run-element.js";
import type { DataChoice, ModelChoice, RunSource } from "../components/model-run/run-source.js";
import { modelChannel } from "./channel.js";
import { KernelRequests } from "./kernel-requests.js";
import { KernelRunSource } from "./kernel-run-source.js";
import { announce } from "./own-models.js";
import { followKernel, host, modelDefaults } from "./view-host.js";

/** Shows a model's run in an element; the whole widget but its kernel. */
export function render(source: RunSource, choice: RunChoice, element: HTMLElement): ModelRunElement {
  const run = document.createElement("foundry-model-run");
  run.source = source;
  run.choice = choice;
  element.replaceChildren(run);
  return run;
}

/** The kernel's side of a run: which models and tables there are, and which are chosen. */
export class RunModel extends DOMWidgetModel {
  private requests!: KernelRequests;

  override defaults(): ObjectHash {
    return { ...super.defaults(), ...modelDefaults("Run"), models: [], model: "", datasets: [], data: "" };
  }

  override initialize(attributes: ObjectHash, options: IBackboneModelOptions): void {
    super.initialize(attributes, options);
    if (this.comm_live) announce(this.model_id);
    this.requests = new KernelRequests(modelChannel(this));
  }

  get source(): KernelRunSource {
    return new KernelRunSource(
      this.requests,
      this.get("models") as ModelChoice[],
      this.get("datasets") as DataChoice[],
    );
  }

  get choice(): RunChoice {
    return { model: this.get("model") as string, data: this.get("data") as string };
  }
}

/** A model's run in a notebook's output. */
export class RunView extends DOMWidgetView {
  declare model: RunModel;

  override render(): void {
    const { model } = this;
    const run = render(model.source, model.choice, host(this));
    followKernel(this, (stale) => (run.stale = stale));
    run.addEventListener("foundry-run-choice", ({ detail }: CustomEventInit<RunChoice>) => {
      model.set({ ...detail });
      this.touch();
    });
    this.listenTo(model, "change:model change:data", () => (run.choice = model.choice));
    this.listenTo(model, "change:models change:datasets", () => (run.source = model.source));
  }
}
