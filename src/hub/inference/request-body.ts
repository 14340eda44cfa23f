import type { InferenceInput, InferenceParameters, InferenceRequest } from "../../contracts/types.js";
import { validateInferenceRequest } from "../../contracts/validators.js";
import { parse } from "../../core/contract.js";
import { problem } from "../../core/problems.js";
import { BYTES_OF, countOf, checkTexts, type InferTensor } from "./tensors.js";
import { bytesOfValues } from "./values.js";

/** A tensor has at most eight axes, in an object in a list in an object. */
const DEEPEST = 16;
const utf8 = new TextDecoder("utf-8", { fatal: true });

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
  const value = readJson(body.subarray(0, length));
  checkDepth(value, DEEPEST);
  const json = parse(validateInferenceRequest, value, "The request");
  const inputs = tensorsOf(json, body.subarray(length), headerLength !== undefined);
  const { id, parameters, outputs = [] } = json;
  refuseExtensions(json);
  const binary = parameters?.binary_data_output === true;
  return {
    ...{ id, inputs, binary, cache: parameters?.cache !== false },
    outputs: outputs.map((output) => ({ name: output.name, binary: output.parameters?.binary_data ?? binary })),
  };
}

/** Parameters of the protocol's extensions that other servers have, by which an answer would be another one. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  classification: "classification",
  ...{ sequence_id: "sequence", sequence_start: "sequence", sequence_end: "sequence" },
  ...{ shared_memory_region: "shared memory", shared_memory_byte_size: "shared memory" },
  ...{ shared_memory_offset: "shared memory" },
};

/** Nobody is to take values for classes, or a state for kept, because a parameter was not heard. */
function refuseExtensions({ parameters, inputs, outputs = [] }: InferenceRequest): void {
  const places = [
    { where: "", parameters },
    ...inputs.map((input, index) => ({ where: `/inputs/${index}`, parameters: input.parameters })),
    ...outputs.map((output, index) => ({ where: `/outputs/${index}`, parameters: output.parameters })),
  ];
  for (const place of places)
    for (const name of Object.keys(place.parameters ?? {}))
      if (Object.hasOwn(EXTENSIONS, name))
        throw wrong(`${place.where}/parameters/${name}`, `this server does not have the ${EXTENSIONS[name]} extension`);
}

/** @throws FoundryProblem where it is not JSON in UTF-8 */
function readJson(text: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(text)) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0]?.slice(0, 120) : "";
    throw problem("invalid-request", `The request's body is not JSON: ${reason}.`, { cause: error });
  }
}

/** What is nested without end is refused before anything walks it. */
function checkDepth(value: unknown, most: number): void {
  if (typeof value !== "object" || value === null) return;
  if (most === 0)
    throw problem("invalid-request", `The request is nested more than ${DEEPEST} deep, and no tensor is.`);
  for (const inner of Array.isArray(value) ? value : Object.values(value)) checkDepth(inner, most - 1);
}

function lengthOf(text: string, most: number): number {
  const length = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (length <= most) return length;
  throw problem(
    "invalid-request",
    `The header Inference-Header-Content-Length is '${text.slice(0, 40)}', and the body has ${most} bytes: give the bytes of its JSON part.`,
  );
}

function tensorsOf({ inputs }: InferenceRequest, rest: Uint8Array, mayBeBinary: boolean): InferTensor[] {
  let at = 0;
  const names = new Set<string>();
  const tensors = inputs.map((input, index) => {
    const where = `/inputs/${index}`;
    if (names.has(input.name)) throw wrong(where, `there are two inputs '${input.name}'`);
    names.add(input.name);
    const size = sizeOf(input.parameters, mayBeBinary, where);
    if (size === undefined) return fromJson(input, where);
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
  const texts = each === 0 ? checkTexts(data) : undefined;
  if (texts?.invalid !== undefined)
    throw wrong(where, `value ${texts.invalid} is not text in UTF-8, which is what models take as BYTES`);
  const count = each > 0 ? data.length / each : texts?.count;
  if (count === countOf(shape)) return tensor;
  const found = count === undefined ? "lengths of texts that do not add up" : `${data.length} bytes`;
  throw wrong(where, `its shape [${shape.join(", ")}] of ${datatype} does not fit its binary data, which has ${found}`);
}

const named = ({ name, datatype, shape }: InferenceInput) => ({ name, datatype, shape });

const wrong = (where: string, what: string) =>
  problem("invalid-request", `The request is wrong at ${where}: ${what}.`, { pointer: where });
