import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Signature, TensorDatatype } from "../../contracts/types.js";

export type Written = number | string | boolean | null | { number: string };
export interface Vector {
  datatype: TensorDatatype;
  value: Written;
  nullable?: boolean;
  gives: Written | { refused: string };
}

const file = join(dirname(fileURLToPath(import.meta.url)), "../../../schema/vectors/inputs.json");
const { inputs } = JSON.parse(readFileSync(file, "utf8")) as { inputs: Vector[] };
export const cases = inputs.map((vector): [string, Vector] => [JSON.stringify(vector), vector]);

export const read = (value: Written): unknown => {
  if (typeof value !== "object" || value === null) return value;
  const number = Number(value.number);
  return Number.isSafeInteger(number) || !Number.isInteger(number) ? number : BigInt(value.number);
};
export const refused = (gives: Vector["gives"]): string | undefined =>
  typeof gives === "object" && gives !== null && "refused" in gives ? gives.refused : undefined;
export const signatureOf = ({ datatype, nullable = false }: Vector): Signature => {
  const column = { name: "x", nullable };
  const tensor = { name: "x", datatype, shape: [-1], columns: [column] } as Signature["inputs"][number];
  return { inputs: [tensor], outputs: [tensor] };
};
