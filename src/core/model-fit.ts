import type { Dataset, Model, Tensor } from "../contracts/types.js";

/**
 * Why a model does not run on the splits of a dataset as they are; undefined where it does. Units are left to the
 * kernel, which can tell those that convert from those that do not.
 */
export function misfit({ signature }: Model, { columns }: Dataset): string | undefined {
  const inputs = signature.inputs.flatMap((tensor) => tensor.columns.map((column) => ({ ...column, tensor })));
  const lacking = inputs.filter(({ name }) => !columns.some((column) => column.name === name)).map(({ name }) => name);
  if (lacking.length > 0)
    return `it lacks ${lacking.slice(0, 3).join(", ")}${lacking.length > 3 ? ` and ${lacking.length - 3} more` : ""}`;
  for (const { name, role, tensor } of inputs) {
    const given = columns.find((column) => column.name === name);
    if (given?.role === "target" && role === "input") return `${name} is its target`;
    if (given && !isKind(given.type, tensor)) return `${name} is ${given.type} there`;
  }
  return undefined;
}

function isKind(type: string, { datatype, shape, columns }: Tensor): boolean {
  const lists = columns.length === 1 && shape.length > 1 && shape.slice(1).some((length) => length !== 1);
  if (lists) return /list|tensor/.test(type);
  const text = /string|utf8/.test(type);
  return datatype === "BYTES" ? text : !text && !/list|struct|binary/.test(type);
}
