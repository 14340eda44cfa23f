import type { Signature, Tensor } from "../../contracts/types.js";
import { nearest } from "../../core/nearest.js";
import { problem } from "../../core/problems.js";
import type { InferTensor } from "./tensors.js";

/**
 * Inputs in the signature's order, and how many rows they have.
 * @param rows - undefined where the model takes no batches: its first axis is fixed
 * @throws FoundryProblem naming the tensor that lacks, is unknown, or has another datatype or shape
 */
export function fitInputs(
  inputs: readonly InferTensor[],
  { inputs: wanted }: Signature,
  model: string,
): { inputs: InferTensor[]; rows: number } {
  for (const { name } of inputs)
    if (!wanted.some((tensor) => tensor.name === name)) throw unknown("input", name, wanted, model);
  const found = wanted.map((tensor) => {
    const given = inputs.find(({ name }) => name === tensor.name);
    if (!given) throw problem("invalid-request", `${model} takes the input '${tensor.name}', which the request lacks.`);
    if (given.datatype !== tensor.datatype)
      throw problem(
        "invalid-request",
        `${model} takes '${tensor.name}' as ${tensor.datatype}, and the request has it as ${given.datatype}.`,
      );
    if (!fits(given.shape, tensor.shape))
      throw problem(
        "invalid-request",
        `${model} takes '${tensor.name}' of the shape [${tensor.shape.join(", ")}] (-1 is any), and the request has it as [${given.shape.join(", ")}].`,
      );
    return given;
  });
  const rows = new Set(found.map(({ shape }) => shape[0] ?? 0));
  if (rows.size > 1)
    throw problem("invalid-request", `The inputs have different numbers of rows: ${[...rows].join(", ")}.`);
  return { inputs: found, rows: rows.values().next().value ?? 0 };
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

const fits = (given: readonly number[], wanted: readonly number[]) =>
  given.length === wanted.length && given.every((size, axis) => wanted[axis] === -1 || wanted[axis] === size);

function unknown(side: "input" | "output", name: string, tensors: readonly Tensor[], model: string) {
  const names = tensors.map((tensor) => tensor.name);
  return problem(
    "invalid-request",
    `${model} has no ${side} '${name.slice(0, 80)}'; it has ${names.slice(0, 10).join(", ")}.`,
    { suggestions: nearest(name, names) },
  );
}
