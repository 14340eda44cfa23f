import type { Channel } from "../widgets/channel.js";

/** The parts that are used of the model that anywidget's front-end module interface hands over. */
export interface AnyModel {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(content: object): void;
  on(event: string, listener: (...given: never[]) => void): void;
  off(event: string, listener: (...given: never[]) => void): void;
}

/** What anywidget gives to `render`. */
export interface RenderProps {
  model: AnyModel;
  el: HTMLElement;
}

/** The custom messages of an anywidget, and how to stop hearing them. */
export function anyChannel(model: AnyModel): Channel & { close(): void } {
  const heard: ((message: unknown, buffers: DataView[] | undefined) => void)[] = [];
  return {
    // The interface does not say whether a kernel is there; one that does not answer leaves a request waiting.
    live: true,
    send: (message) => model.send(message),
    onMessage: (listener) => {
      const hear = (message: unknown, buffers: readonly (DataView | ArrayBuffer)[] | undefined) =>
        listener(
          message,
          (buffers ?? []).map((buffer) => (buffer instanceof DataView ? buffer : new DataView(buffer))),
        );
      heard.push(hear);
      model.on("msg:custom", hear);
    },
    onLive: () => undefined,
    close: () => {
      for (const hear of heard) model.off("msg:custom", hear);
    },
  };
}
