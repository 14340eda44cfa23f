import { DOMWidgetModel, DOMWidgetView, type IBackboneModelOptions } from "@jupyter-widgets/base";
import type { ObjectHash } from "backbone";
import { showBoard } from "./show-board.js";
import { modelChannel } from "./channel.js";
import { KernelBoardSource } from "./kernel-board-source.js";
import { KernelRequests } from "./kernel-requests.js";
import { announce } from "./own-models.js";
import { followKernel, host, modelDefaults } from "./view-host.js";

/** The kernel's side of a leaderboard: of which benchmark it is. */
export class BoardModel extends DOMWidgetModel {
  source!: KernelBoardSource;

  override defaults(): ObjectHash {
    return { ...super.defaults(), ...modelDefaults("Board"), benchmark: "" };
  }

  override initialize(attributes: ObjectHash, options: IBackboneModelOptions): void {
    super.initialize(attributes, options);
    if (this.comm_live) announce(this.model_id);
    this.source = new KernelBoardSource(new KernelRequests(modelChannel(this)));
  }
}

/** A leaderboard in a notebook's output. */
export class BoardView extends DOMWidgetView {
  declare model: BoardModel;

  override render(): void {
    const board = showBoard(this.model.source, this.model.get("benchmark") as string, host(this));
    followKernel(this, (stale) => (board.stale = stale));
  }
}
