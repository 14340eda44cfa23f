import { Signal, type ISignal } from "@lumino/signaling";

const known = new Set<string>();
const announced = new Signal<object, string>({});

/** Says that the kernel has a model of ours by this id: its view shows the kernel's data and runs nothing of a notebook's. */
export function announce(id: string): void {
  known.add(id);
  announced.emit(id);
}

/** Whether a model of ours by this id is here. */
export const isOwn = (id: string): boolean => known.has(id);

/** A model of ours came. */
export const cameOwn: ISignal<object, string> = announced;
