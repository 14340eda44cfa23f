import type { InferenceInput, InferenceParameters, InferenceRequest } from "../../contracts/types.js";
import { validateInferenceRequest } from "../../contracts/validators.js";
import { parse } from "../../core/contract.js";
import { problem } from "../../core/problems.js";
import { readJson } from "./bounded-json.js";
import { readFloats } from "./float-list.js";
import { longData } from "./long-data.js";
import { BYTES_OF, countOf, countTexts, type InferTensor } from "./tensors.js";
import { bytesOfValues } from "./values.js";

/** A request whose tensors are read. */
export interface ReadRequest {
  id: string | undefined;
  inputs: InferTensor[];
  /** Names of the outputs that are wanted; none means all. */
  outputs: { name: string; binary: boolean }[];
  /** Whether all outputs are wanted as binary where nothing else is said of them. */
  binary: boolean;
  /** Whether a known result may be given. */
  cache: boolean;
}

/**
 * Reads a body: JSON, or JSON of `headerLength` bytes with binary tensors after it.
 * @throws FoundryProblem in one sentence, with a JSON pointer where it can be given
 */
export function readRequest(body: Uint8Array, headerLength: string | undefined): ReadRequest {
  const length = headerLength === undefined ? body.length : lengthOf(headerLength, body.length);
  const text = body.subarray(0, length);
  const { json, read } = withFloatsRead(text) ?? {
    json: parse(validateInferenceRequest, readJson(text), "The request"),
  };
  const inputs = tensorsOf(json, body.subarray(length), headerLength !== undefined, read);
  const { id, parameters, outputs = [] } = json;
  const binary = parameters?.binary_data_output === true;
  return {
    ...{ id, inputs, binary, cache: parameters?.cache !== false },
    outputs: outputs.map((output) => ({ name: output.name, binary: output.parameters?.binary_data ?? binary })),
  };
}

/** Bytes of one input's data, read from the body itself. */
interface ReadInput {
  input: InferenceInput;
  data: Uint8Array;
}

/**
 * Reads a request of which most is one list of FP32, whose numbers go to where they are wanted at once; undefined where
 * it is any other, or is wrong: what is wrong is found, and said, when the whole is read.
 */
function withFloatsRead(text: Uint8Array): { json: InferenceRequest; read: ReadInput } | undefined {
  const list = longData(text);
  if (!list) return undefined;
  let json: unknown;
  try {
    json = readJson(Buffer.concat([text.subarray(0, list.start), text.subarray(list.end)]));
  } catch {
    return undefined;
  }
  if (!validateInferenceRequest(json)) return undefined;
  const [input, ...others] = json.inputs.filter(({ data, shape }) => data?.length === 0 && countOf(shape) > 0);
  if (input?.datatype !== "FP32" || others.length > 0) return undefined;
  const values = readFloats(text, list.start, list.end, countOf(input.shape));
  return values && { json, read: { input, data: new Uint8Array(values.buffer) } };
}

function lengthOf(text: string, most: number): number {
  const length = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (length <= most) return length;
  throw problem(
    "invalid-request",
    `The header Inference-Header-Content-Length is '${text.slice(0, 40)}', and the body has ${most} bytes: give the bytes of its JSON part.`,
  );
}

function tensorsOf(
  { inputs }: InferenceRequest,
  rest: Uint8Array,
  mayBeBinary: boolean,
  read?: ReadInput,
): InferTensor[] {
  let at = 0;
  const names = new Set<string>();
  const tensors = inputs.map((input, index) => {
    const where = `/inputs/${index}`;
    if (names.has(input.name)) throw wrong(where, `there are two inputs '${input.name}'`);
    names.add(input.name);
    const size = sizeOf(input.parameters, mayBeBinary, where);
    if (size === undefined)
      return input === read?.input ? { ...named(input), data: read.data } : fromJson(input, where);
    if (input.data !== undefined) throw wrong(where, "it has both data and binary_data_size");
    if (size > rest.length - at)
      throw wrong(where, `its binary_data_size is ${size}, and the body has ${rest.length - at} bytes left`);
    const data = rest.subarray(at, at + size);
    at += size;
    return checked({ ...named(input), data }, where);
  });
  if (at === rest.length) return tensors;
  throw problem(
    "invalid-request",
    `The body has ${rest.length - at} bytes after its tensors, which no input's binary_data_size names.`,
  );
}

function sizeOf(parameters: InferenceParameters | undefined, mayBeBinary: boolean, where: string): number | undefined {
  const size = parameters?.binary_data_size;
  if (size === undefined || mayBeBinary) return size;
  throw wrong(where, "it has a binary_data_size, which needs the header Inference-Header-Content-Length");
}

function fromJson(input: InferenceInput, where: string): InferTensor {
  if (input.data === undefined) throw wrong(where, "it has no data");
  return { ...named(input), data: bytesOfValues(input.datatype, input.shape, input.data, where) };
}

function checked(tensor: InferTensor, where: string): InferTensor {
  const { datatype, shape, data } = tensor;
  const each = BYTES_OF[datatype];
  const count = each > 0 ? data.length / each : countTexts(data);
  if (count === countOf(shape)) return tensor;
  const found = count === undefined ? "lengths of texts that do not add up" : `${data.length} bytes`;
  throw wrong(where, `its shape [${shape.join(", ")}] of ${datatype} does not fit its binary data, which has ${found}`);
}

const named = ({ name, datatype, shape }: InferenceInput) => ({ name, datatype, shape });

const wrong = (where: string, what: string) =>
  problem("invalid-request", `The request is wrong at ${where}: ${what}.`, { pointer: where });
