import type { PreviewElement } from "../components/preview/preview-element.js";
import type { PreviewSelection, PreviewSource } from "../components/preview/preview-source.js";

/** A preview's model, as whichever shell shows it has it. */
export interface PreviewTraits {
  /** The table that the kernel holds now. */
  readonly source: PreviewSource;
  get(name: "selection" | "selected" | "changed"): unknown;
  /** Sets a trait in the kernel too. */
  set(name: "selection" | "selected", value: object): void;
  /** Calls whenever a trait is another one. */
  on(name: "selection" | "changed" | "description", listener: () => void): void;
}

/** Keeps a preview and its model in step, both ways: what is chosen, and what becomes of the table. */
export function followTraits(preview: PreviewElement, traits: PreviewTraits): void {
  const selection = () => traits.get("selection") as PreviewSelection;
  preview.source = traits.source;
  preview.selection = selection();
  preview.addEventListener("foundry-selection", ({ detail }: CustomEventInit<PreviewSelection>) => {
    traits.set("selection", detail ?? {});
  });
  preview.addEventListener("foundry-cells", ({ detail = {} }: CustomEventInit<object>) => {
    if (!preview.stale && !alike(traits.get("selected"), detail)) traits.set("selected", detail);
  });
  traits.on("selection", () => {
    if (!alike(preview.selection, selection())) preview.selection = selection();
  });
  const change = () => (preview.changed = traits.get("changed") === true);
  change();
  traits.on("changed", change);
  traits.on("description", () => {
    const { source } = traits;
    const [shown, now] = [preview.source?.description, source.description];
    const grown = now.growing !== undefined && (shown?.rows !== now.rows || shown.growing !== now.growing);
    if (shown?.split !== now.split || grown) preview.source = source;
  });
}

const alike = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
