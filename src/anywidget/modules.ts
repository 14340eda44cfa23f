import type { KernelRequests } from "../widgets/kernel-requests.js";

interface Shared {
  kernels: Set<KernelRequests>;
  loaded: Map<string, Promise<unknown>>;
}

/** A host may evaluate this code once for each widget, while an element is of the copy that came first: what is shared is on the page. */
const SHARED = Symbol.for("foundry-lab:modules");
const page = globalThis as unknown as Partial<Record<symbol, Shared>>;
page[SHARED] ??= { kernels: new Set(), loaded: new Map() };
const { kernels, loaded } = page[SHARED];

/** Lets modules be asked of a widget's kernel while the widget is shown. */
export function offerModules(kernel: KernelRequests): () => void {
  kernels.add(kernel);
  return () => kernels.delete(kernel);
}

/** A module that the kernel has beside this one, fetched once for the page. Rejects where no kernel gives it. */
export function loadModule(name: string): Promise<unknown> {
  let module = loaded.get(name);
  if (!module) {
    module = fetchModule(name);
    module.catch(() => loaded.delete(name));
    loaded.set(name, module);
  }
  return module;
}

async function fetchModule(name: string): Promise<unknown> {
  const kernel = [...kernels].at(-1);
  if (!kernel) throw new Error("No widget is shown that could fetch this; run its cell again.");
  const { buffers } = await kernel.ask("module", (id) => ({ id, name }));
  const [code] = buffers;
  if (!code) throw new Error("The kernel sent no code; run the cell again.");
  const bytes = new Uint8Array(code.buffer, code.byteOffset, code.byteLength).slice();
  const address = URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
  try {
    return (await import(/* webpackIgnore: true */ address)) as unknown;
  } finally {
    URL.revokeObjectURL(address);
  }
}
