import "../components/preview/preview-element.js";
import type { PreviewSelection } from "../components/preview/preview-source.js";
import { KernelRequests } from "../widgets/kernel-requests.js";
import { KernelTableSource } from "../widgets/kernel-table-source.js";
import { parseDescription } from "../widgets/table-description.js";
import { anyChannel, type RenderProps } from "./model.js";
import { offerModules } from "./modules.js";

/** Shows a preview in an element of the host, and returns what takes it away. */
function render({ model, el }: RenderProps): () => void {
  const channel = anyChannel(model);
  const requests = new KernelRequests(channel);
  const withdraw = offerModules(requests);
  const source = () => new KernelTableSource(requests, parseDescription(model.get("description")));
  const selection = () => model.get("selection") as PreviewSelection;
  const preview = document.createElement("foundry-preview");
  preview.source = source();
  preview.selection = selection();
  preview.addEventListener("foundry-selection", ({ detail }: CustomEventInit<PreviewSelection>) => {
    model.set("selection", detail);
    model.save_changes();
  });
  preview.addEventListener("foundry-cells", ({ detail }: CustomEventInit<object>) => {
    model.set("selected", detail);
    model.save_changes();
  });
  const chosen = () => {
    if (JSON.stringify(preview.selection) !== JSON.stringify(selection())) preview.selection = selection();
  };
  const described = () => {
    const next = source();
    if (preview.source?.description.split !== next.description.split) preview.source = next;
  };
  model.on("change:selection", chosen);
  model.on("change:description", described);
  // A notebook in command mode would take typed letters for its shortcuts: it cannot see a field in a shadow root.
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  el.replaceChildren(preview);
  return () => {
    model.off("change:selection", chosen);
    model.off("change:description", described);
    withdraw();
    channel.close();
    preview.remove();
  };
}

export default { render };
