import type { Model } from "../contracts/types.js";

/** The file of a model that a browser can run; undefined where there is none. */
export function onnxEntry({ format, entry, artifacts = [] }: Model): string | undefined {
  return format === "onnx" ? entry : artifacts.find((artifact) => artifact.format === "onnx")?.entry;
}
