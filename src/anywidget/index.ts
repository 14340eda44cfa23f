import "../components/preview/preview-element.js";
import { KernelRequests } from "../widgets/kernel-requests.js";
import { KernelTableSource } from "../widgets/kernel-table-source.js";
import { followTraits } from "../widgets/preview-traits.js";
import { parseDescription } from "../widgets/table-description.js";
import { anyChannel, type RenderProps } from "./model.js";
import { offerModules } from "./modules.js";

/** Shows a preview in an element of the host, and returns what takes it away. */
function render({ model, el }: RenderProps): () => void {
  const channel = anyChannel(model);
  const requests = new KernelRequests(channel);
  const withdraw = offerModules(requests);
  const preview = document.createElement("foundry-preview");
  const heard: [event: string, listener: () => void][] = [];
  followTraits(preview, {
    get source() {
      return new KernelTableSource(requests, parseDescription(model.get("description")));
    },
    get: (name) => model.get(name),
    set: (name, value) => {
      model.set(name, value);
      model.save_changes();
    },
    on: (name, listener) => {
      heard.push([`change:${name}`, listener]);
      model.on(`change:${name}`, listener);
    },
  });
  // A notebook in command mode would take typed letters for its shortcuts: it cannot see a field in a shadow root.
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  el.replaceChildren(preview);
  return () => {
    for (const [event, listener] of heard) model.off(event, listener);
    withdraw();
    channel.close();
    preview.remove();
  };
}

export default { render };
