/** What can be dragged out of the panel into a notebook, as its cell. */
export type DragItem =
  { kind: "dataset" | "model"; name: string; version: string; title: string } | { kind: "table"; name: string };

/** The element's property that says what is dragged with it. */
export const DRAG = "foundryDrag";

/** What is dragged by a press that begins at an event. */
export function dragItemOf(event: Event): DragItem | undefined {
  for (const node of event.composedPath()) {
    if (!(node instanceof HTMLElement)) continue;
    const item = (node as { [DRAG]?: DragItem })[DRAG];
    if (item) return item;
  }
  return undefined;
}
