/// <reference lib="webworker" />
import * as ort from "onnxruntime-web/wasm";
import { transferable, type Answered, type Asked, type NamedTensor } from "./messages.js";

declare const self: DedicatedWorkerGlobalScope;

ort.env.logLevel = "error";
// More threads need a page that is isolated from others, which neither JupyterLab nor a plain web server offers.
ort.env.wasm.numThreads = 1;

let session: Promise<ort.InferenceSession> | undefined;

self.onmessage = ({ data }: MessageEvent<Asked>) => {
  void answer(data).catch((error: unknown) => {
    say({ id: data.id, type: "failed", message: error instanceof Error ? error.message : String(error) });
  });
};

async function answer(asked: Asked): Promise<void> {
  if (asked.type === "open") {
    session = open(asked.model);
    await session;
    say({ id: asked.id, type: "opened" });
    return;
  }
  if (!session) throw new Error("No model is open.");
  const feeds = Object.fromEntries(
    asked.inputs.map(({ name, type, dims, data }) => [name, tensorOf(type, data, dims)]),
  );
  const found = await (await session).run(feeds, asked.outputs);
  const outputs = asked.outputs.map((name): NamedTensor => {
    const tensor = found[name];
    if (!tensor) throw new Error(`The model gives no '${name}'.`);
    return { name, type: tensor.type, dims: [...tensor.dims], data: tensor.data };
  });
  say({ id: asked.id, type: "ran", outputs }, transferable(outputs));
}

async function open(model: ArrayBuffer): Promise<ort.InferenceSession> {
  ort.env.wasm.wasmBinary ??= await runtime(new URL("onnxruntime.wasm.gz", self.location.href));
  return ort.InferenceSession.create(model, { executionProviders: ["wasm"], graphOptimizationLevel: "all" });
}

/** ONNX Runtime itself; some servers unpack `.gz` on the way, some do not. */
async function runtime(url: URL): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`ONNX Runtime could not be fetched (status ${response.status}).`);
  const bytes = await response.arrayBuffer();
  const [first, second] = new Uint8Array(bytes, 0, 2);
  if (first !== 0x1f || second !== 0x8b) return bytes;
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

// The types of data and of `type` are told apart by the page, from the model's signature.
const tensorOf = (type: string, data: NamedTensor["data"], dims: number[]): ort.Tensor =>
  new ort.Tensor(type as "float32", data as Float32Array, dims);

function say(answered: Answered, buffers: Transferable[] = []): void {
  self.postMessage(answered, buffers);
}
