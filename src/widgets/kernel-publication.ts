import type { Publication, PublishProgress } from "../components/form/publication.js";
import { problem } from "../core/problems.js";
import type { KernelRequests } from "./kernel-requests.js";

/** Publishes in a kernel what a form's message says. */
export function publishInKernel(
  requests: KernelRequests,
  draft: object,
  progress: (progress: PublishProgress) => void,
): Publication {
  let request = 0;
  const body = (id: number) => {
    request = id;
    return { id, ...draft };
  };
  const reply = requests.ask("publish", body, { progress: (message) => progress(progressOf(message)) });
  return {
    published: reply.then(({ message }) => ({
      reference: String(message["reference"]),
      unchanged: message["unchanged"] === true,
    })),
    stop: () => requests.tell({ type: "stop", id: request }),
  };
}

/** What a form says of an answer that does not follow its contract. */
export const unreadable = () => problem("internal", "The kernel's answer cannot be read; run this cell again.");

const progressOf = ({ step, done, total }: Record<string, unknown>): PublishProgress => ({
  step: String(step),
  done: Number(done),
  total: Number(total),
});
