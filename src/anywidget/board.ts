import { KernelBoardSource } from "../widgets/kernel-board-source.js";
import { KernelRequests } from "../widgets/kernel-requests.js";
import { showBoard } from "../widgets/show-board.js";
import { anyChannel, type RenderProps } from "./model.js";

/** Shows a leaderboard in an element of the host, and returns what takes it away. */
function render({ model, el }: RenderProps): () => void {
  const channel = anyChannel(model);
  // A notebook in command mode would take typed letters for its shortcuts: it cannot see a field in a shadow root.
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const board = showBoard(new KernelBoardSource(new KernelRequests(channel)), String(model.get("benchmark")), el);
  return () => {
    channel.close();
    board.remove();
  };
}

export default { render };
