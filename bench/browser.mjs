// A model in the browser: through the form's worker, against ONNX Runtime for the web called by hand, in the page and in a worker.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../scripts/environment.mjs";
import { startBrowser } from "./lab.mjs";

const BATCHES = [1, 32, 1024, 10_000];
const { signature } = JSON.parse(readFileSync(join(root, "examples/models/solubility-forest/model.json"), "utf8"));
const {
  outputFiles: [ours],
} = await build({
  entryPoints: [join(root, "src/inference/browser-model.ts")],
  bundle: true,
  format: "esm",
  write: false,
  target: "es2022",
});
const runtime = join(root, "foundry_lab/hub/dist/web/runtime");
const files = {
  "/": ["text/html", "<!doctype html><title>bench</title>"],
  "/ours.js": ["text/javascript", ours.contents],
  "/model.onnx": [
    "application/octet-stream",
    readFileSync(join(root, "examples/models/solubility-forest/solubility-forest.onnx")),
  ],
  "/ort.mjs": [
    "text/javascript",
    readFileSync(join(root, "node_modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs")),
  ],
  "/ort-wasm-simd-threaded.wasm": [
    "application/wasm",
    readFileSync(join(root, "node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm")),
  ],
  "/runtime/model-worker.js": ["text/javascript", readFileSync(join(runtime, "model-worker.js"))],
  "/runtime/onnxruntime.wasm.gz": ["application/gzip", readFileSync(join(runtime, "onnxruntime.wasm.gz"))],
};
const byHand = `import * as ort from "/ort.mjs";
ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = { wasm: new URL("/ort-wasm-simd-threaded.wasm", location.href).href };
const session = fetch("/model.onnx").then((answer) => answer.arrayBuffer()).then((bytes) => ort.InferenceSession.create(bytes, { executionProviders: ["wasm"] }));
onmessage = async ({ data: { input, output, data, dims } }) => {
  const found = await (await session).run({ [input]: new ort.Tensor("float32", data, dims) }, [output]);
  postMessage(found[output].data);
};`;
files["/by-hand.js"] = ["text/javascript", byHand];
const server = createServer((request, reply) => {
  const [type, body] = files[request.url] ?? ["text/plain", ""];
  reply.writeHead(body === "" ? 404 : 200, { "content-type": type }).end(body);
}).listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const browser = await startBrowser();
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const rows = await page.evaluate(measure, { batches: BATCHES, signature });
  console.log(
    `\n${"Solubility forest in Chromium, 20 inputs".padEnd(24)}\n${"rows".padStart(8)}${"in the page, ms".padStart(17)}${"by-hand worker".padStart(16)}${"ours, tensors".padStart(15)}${"ratio".padStart(7)}${"ours, columns".padStart(15)}${"ratio".padStart(7)}${"rows/s".padStart(10)}`,
  );
  for (const { batch, raw, worker, tensors, columns } of rows)
    console.log(
      `${batch.toLocaleString("en").padStart(8)}${raw.toFixed(2).padStart(17)}${worker.toFixed(2).padStart(16)}${tensors.toFixed(2).padStart(15)}${(tensors / worker).toFixed(2).padStart(7)}${columns.toFixed(2).padStart(15)}${(columns / worker).toFixed(2).padStart(7)}${Math.round(
        (1000 * batch) / columns,
      )
        .toLocaleString("en")
        .padStart(10)}`,
    );
} finally {
  await browser.close();
  server.close();
}

/** Medians in milliseconds, the ways in turn. Runs in the page. */
async function measure({ batches, signature }) {
  const ort = await import("/ort.mjs");
  const { BrowserModel } = await import("/ours.js");
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = { wasm: new URL("/ort-wasm-simd-threaded.wasm", location.href).href };
  const bytes = await (await fetch("/model.onnx")).arrayBuffer();
  const session = await ort.InferenceSession.create(bytes.slice(0), { executionProviders: ["wasm"] });
  const model = await BrowserModel.open(new URL("/runtime/", location.href).href, bytes, signature);
  const hand = new Worker("/by-hand.js", { type: "module" });
  const askHand = (message) =>
    new Promise((resolve) => {
      hand.onmessage = ({ data }) => resolve(data);
      hand.postMessage(message, [message.data.buffer]);
    });
  const [input] = signature.inputs;
  const names = input.columns.map(({ name }) => name);
  const output = signature.outputs[0].name;
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  const timed = async (work) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  const found = [];
  for (const batch of batches) {
    const flat = Float32Array.from({ length: batch * names.length }, (_, i) => Math.sin(i) * 5);
    const columns = new Map(
      names.map((name, column) => [name, Array.from({ length: batch }, (_, row) => flat[row * names.length + column])]),
    );
    const times = { raw: [], worker: [], tensors: [], columns: [] };
    for (let turn = 0; turn < 25; turn += 1) {
      const raw = await timed(() =>
        session.run({ [input.name]: new ort.Tensor("float32", flat, [batch, names.length]) }, [output]),
      );
      const message = { input: input.name, output, data: flat.slice(), dims: [batch, names.length] };
      const worker = await timed(() => askHand(message));
      const given = [{ name: input.name, type: "float32", dims: [batch, names.length], data: flat.slice() }];
      const tensors = await timed(() => model.run(given));
      const whole = await timed(() => model.predict(columns, batch));
      if (turn < 5) continue;
      times.raw.push(raw);
      times.worker.push(worker);
      times.tensors.push(tensors);
      times.columns.push(whole);
    }
    found.push({
      batch,
      raw: median(times.raw),
      worker: median(times.worker),
      tensors: median(times.tensors),
      columns: median(times.columns),
    });
  }
  model.close();
  return found;
}
