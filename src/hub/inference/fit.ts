import type { Signature, Tensor } from "../../contracts/types.js";
import { nearest } from "../../core/nearest.js";
import { problem } from "../../core/problems.js";
import { countOf, type InferTensor } from "./tensors.js";
import { bytesOfValues, placeOfNaN, valuesOf } from "./values.js";

/**
 * Inputs in the signature's order, and how many rows they have.
 *
 * Two spellings of MLServer's clients are taken as what they mean: an axis of one value each after the others, and a tensor of
 * several columns as one input for each column.
 * @param rows - undefined where the model takes no batches: its first axis is fixed
 * @throws FoundryProblem naming the tensor that lacks, is unknown, or has another datatype or shape
 */
export function fitInputs(
  requested: readonly InferTensor[],
  { inputs: wanted }: Signature,
  model: string,
): { inputs: InferTensor[]; rows: number } {
  const inputs = wanted.reduce(stackColumns, requested);
  for (const { name } of inputs)
    if (!wanted.some((tensor) => tensor.name === name)) throw unknown("input", name, wanted, model);
  const fitted = wanted.map((tensor) => {
    const input = inputs.find(({ name }) => name === tensor.name);
    if (!input) throw problem("invalid-request", `${model} takes the input '${tensor.name}', which the request lacks.`);
    if (input.datatype !== tensor.datatype)
      throw problem(
        "invalid-request",
        `${model} takes '${tensor.name}' as ${tensor.datatype}, and the request has it as ${input.datatype}.`,
      );
    const shape = fits(input.shape, tensor.shape) ? input.shape : withoutLastAxis(input.shape);
    if (!fits(shape, tensor.shape))
      throw problem(
        "invalid-request",
        `${model} takes '${tensor.name}' of the shape [${tensor.shape.join(", ")}] (-1 is any), and the request has it as [${input.shape.join(", ")}].`,
      );
    requirePresent(input, tensor, model);
    return shape === input.shape ? input : { ...input, shape };
  });
  const rows = new Set(fitted.map(({ shape }) => shape[0] ?? 0));
  if (rows.size > 1)
    throw problem("invalid-request", `The inputs have different numbers of rows: ${[...rows].join(", ")}.`);
  return { inputs: fitted, rows: rows.values().next().value ?? 0 };
}

/** Refuses NaN, which is a missing value, where the model takes none: nobody is to get a prediction of nothing. */
function requirePresent({ datatype, data, shape }: InferTensor, tensor: Tensor, model: string): void {
  if (!datatype.startsWith("FP") || tensor.columns.every(({ nullable }) => nullable)) return;
  const place = placeOfNaN(datatype, data, (at) => tensor.columns[at % tensor.columns.length]?.nullable === true);
  if (place === undefined) return;
  const row = Math.floor(place / Math.max(1, countOf(shape.slice(1))));
  const { name } = tensor.columns[place % tensor.columns.length] ?? tensor;
  throw problem("invalid-request", `${model} takes no missing values in '${name}', and row ${row} has one.`);
}

/** The shape without a last axis of one value each; there is always one axis left. */
const withoutLastAxis = (shape: readonly number[]) =>
  shape.length > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;

/** Inputs in which those that are called as a tensor's columns are that tensor; others stay as they are. */
function stackColumns(
  inputs: readonly InferTensor[],
  { name, datatype, shape, columns }: Tensor,
): readonly InferTensor[] {
  if (shape.length !== 2 || columns.length < 2 || inputs.some((input) => input.name === name)) return inputs;
  const parts = columns.map((column) => inputs.find((input) => input.name === column.name));
  if (!parts.every((part) => part !== undefined)) return inputs;
  const [first] = parts;
  const rows = first?.shape[0] ?? 0;
  const alike = parts.every((part) => withoutLastAxis(part.shape).length === 1 && part.shape[0] === rows);
  if (!alike) return inputs;
  // Each value goes in as if it had been written into the tensor's JSON: what its datatype does not hold is refused.
  const values = parts.map((part) => valuesOf(part.datatype, part.data));
  const whole = Array.from(
    { length: rows * parts.length },
    (_, at) => values[at % parts.length]?.[Math.floor(at / parts.length)],
  );
  const data = bytesOfValues(datatype, [rows, parts.length], whole, `/inputs/${name}`);
  return [...inputs.filter((input) => !parts.includes(input)), { name, datatype, shape: [rows, parts.length], data }];
}

/** Places of the outputs that are wanted; all where none is named. */
export function wantedOutputs(names: readonly string[], { outputs }: Signature, model: string): number[] {
  if (names.length === 0) return outputs.map((_, index) => index);
  return names.map((name) => {
    const place = outputs.findIndex((tensor) => tensor.name === name);
    if (place < 0) throw unknown("output", name, outputs, model);
    return place;
  });
}

/** Whether rows of several requests can go to a model at once. */
export const takesBatches = ({ inputs, outputs }: Signature): boolean =>
  [...inputs, ...outputs].every(({ shape }) => shape[0] === -1 && !shape.slice(1).includes(-1));

const fits = (shape: readonly number[], wanted: readonly number[]) =>
  shape.length === wanted.length && shape.every((size, axis) => wanted[axis] === -1 || wanted[axis] === size);

function unknown(side: "input" | "output", name: string, tensors: readonly Tensor[], model: string) {
  const names = tensors.map((tensor) => tensor.name);
  return problem(
    "invalid-request",
    `${model} has no ${side} '${name.slice(0, 80)}'; it has ${names.slice(0, 10).join(", ")}.`,
    { suggestions: nearest(name, names) },
  );
}
