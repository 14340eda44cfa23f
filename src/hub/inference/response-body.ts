import type { InferenceResponse } from "../../contracts/types.js";
import type { InferTensor } from "./tensors.js";
import { valuesOf } from "./values.js";

/** An answer as it goes over HTTP. */
export interface ResponseBody {
  headers: Record<string, string>;
  body: Buffer | string;
}

/** Writes outputs as JSON; those that `isBinary` names follow it as bytes. */
export function writeResponse(
  answer: Omit<InferenceResponse, "outputs">,
  outputs: readonly InferTensor[],
  isBinary: (name: string) => boolean,
): ResponseBody {
  const binary: Uint8Array[] = [];
  const written = outputs.map(({ name, datatype, shape, data }) => {
    if (!isBinary(name)) return { name, datatype, shape, data: valuesOf(datatype, data) };
    binary.push(data);
    return { name, datatype, shape, parameters: { binary_data_size: data.length } };
  });
  const json = JSON.stringify({ ...answer, outputs: written });
  if (binary.length === 0) return { headers: { "content-type": "application/json" }, body: json };
  const head = Buffer.from(json, "utf8");
  return {
    headers: { "content-type": "application/octet-stream", "inference-header-content-length": String(head.length) },
    body: Buffer.concat([head, ...binary]),
  };
}
