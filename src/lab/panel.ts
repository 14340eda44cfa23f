import type { TranslationBundle } from "@jupyterlab/translation";
import type { Message } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import type { PanelElement, PanelSource } from "../components/panel/panel-element.js";
import { foundryIcon } from "./icon.js";

/** What the panel's buttons do; the details are those of the cards' events. */
export type PanelActions = Partial<Record<string, (detail: unknown) => unknown>>;

/** The side panel; its contents are loaded when it is first shown. */
export class FoundryPanel extends Widget {
  #element: Promise<PanelElement> | undefined;

  constructor(
    private readonly source: PanelSource,
    private readonly actions: PanelActions,
    private readonly trans: TranslationBundle,
  ) {
    super();
    this.id = "foundry-lab-panel";
    this.title.icon = foundryIcon;
    this.title.caption = trans.__("Foundry: find datasets and models");
    this.addClass("foundry-Panel");
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", trans.__("Foundry"));
  }

  /** The panel's element, loaded and in the page. */
  element(): Promise<PanelElement> {
    return (this.#element ??= this.#load());
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this.element().catch(() => undefined);
  }

  async #load(): Promise<PanelElement> {
    const state = document.createElement("div");
    state.className = "foundry-Panel-state";
    state.textContent = this.trans.__("Opening…");
    this.node.replaceChildren(state);
    try {
      await import("../components/panel/panel-element.js");
    } catch (error) {
      // The next look at the panel tries again.
      this.#element = undefined;
      state.textContent = this.trans.__("The panel could not be loaded: reload the page.");
      throw error;
    }
    const element = document.createElement("foundry-panel");
    element.actions = true;
    element.source = this.source;
    for (const [type, act] of Object.entries(this.actions))
      element.addEventListener(type, (event) => void act?.(event instanceof CustomEvent ? event.detail : undefined));
    this.node.replaceChildren(element);
    await element.updateComplete;
    return element;
  }
}
