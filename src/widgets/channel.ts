import type { DOMWidgetModel } from "@jupyter-widgets/base";
import type { JSONObject } from "@lumino/coreutils";

/** A two-way line of messages to a kernel. */
export interface Channel {
  /** Whether a kernel is at the other end. */
  readonly live: boolean;
  send(message: object): void;
  onMessage(listener: (message: unknown, buffers: readonly DataView[]) => void): void;
  /** The kernel went, or came back. */
  onLive(listener: (live: boolean) => void): void;
}

/** What a person reads when the kernel behind a widget is gone. */
export const STALE = "The kernel was restarted; run this cell again to go on.";

/** The custom messages of a widget's model. */
export function modelChannel(model: DOMWidgetModel): Channel {
  return {
    get live() {
      return model.comm_live;
    },
    send: (message) => model.send(message as JSONObject, {}),
    onMessage: (listener) => {
      model.on("msg:custom", (message: unknown, buffers: readonly DataView[] | undefined) => {
        listener(message, buffers ?? []);
      });
    },
    onLive: (listener) => {
      model.on("comm_live_update", () => listener(model.comm_live));
      model.on("comm:close", () => listener(false));
    },
  };
}
