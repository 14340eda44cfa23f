import fc from "fast-check";
import type { ColumnDraft, Signature, Tensor } from "../contracts/types.js";
import { signatureBump } from "./signature-changes.js";

const tensor = (column: ColumnDraft, datatype: Tensor["datatype"] = "FP64", shape = [-1]): Tensor => ({
  ...{ name: column.name, datatype, shape, columns: [column] },
});
const A = tensor({ name: "a", unit: "K" });
const B = tensor({ name: "b" });
const GAP = tensor({ name: "gap", unit: "eV" });
const of = (inputs: Tensor[], outputs: Tensor[] = [GAP]): Signature => ({
  inputs: inputs as Signature["inputs"],
  outputs: outputs as Signature["outputs"],
});

test.each([
  ["nothing", of([A, B]), "patch", []],
  ["another spelling of a unit", of([tensor({ name: "a", unit: "kelvin" }), B]), "patch", []],
  ["a unit where none was", of([A, tensor({ name: "b", unit: "nm" })]), "patch", []],
  ["an output more", of([A, B], [GAP, B]), "minor", ["there is a new output 'b'"]],
  ["a missing value allowed", of([A, tensor({ name: "b", nullable: true })]), "minor", ["input 'b' may be missing"]],
  [
    "a wider type",
    of([A, B], [tensor({ name: "gap", unit: "eV" }, "FP32")]),
    "minor",
    ["output 'gap' was FP64 and is FP32"],
  ],
  ["a narrower input", of([A, tensor({ name: "b" }, "FP32")]), "major", ["input 'b' was FP64 and is FP32"]],
  ["another kind", of([A, tensor({ name: "b" }, "INT64")]), "major", ["input 'b' was FP64 and is INT64"]],
  ["another unit", of([A, B], [tensor({ name: "gap", unit: "K" })]), "major", ["output 'gap' was in eV and is in K"]],
  ["no unit", of([tensor({ name: "a" }), B]), "major", ["input 'a' was in K and is without a unit"]],
  ["a renamed output", of([A, B], [tensor({ name: "energy", unit: "eV" })]), "major", ["output 'gap' is gone"]],
  ["an input more", of([A, B, tensor({ name: "c" })]), "major", ["there is a new input 'c'"]],
  ["an input less", of([A]), "major", ["input 'b' is gone"]],
  ["another order", of([B, A]), "major", ["the inputs are in another order"]],
  [
    "a longer cell",
    of([A, tensor({ name: "b" }, "FP64", [-1, 4])]),
    "major",
    ["input 'b' was of shape [] and is of shape [4]"],
  ],
  [
    "columns in a matrix",
    of([{ name: "X", datatype: "FP64", shape: [-1, 2], columns: [{ name: "a", unit: "K" }, { name: "b" }] }]),
    "major",
    ["the input tensor 'a' is gone"],
  ],
  [
    "other classes",
    of([A, B], [tensor({ name: "gap", unit: "eV", classes: ["x"] })]),
    "major",
    ["the classes of output 'gap' are others"],
  ],
] as const)("%s raises the part that its callers need", (_, after, bump, reasons) => {
  expect(signatureBump(of([A, B]), after)).toEqual({ bump, reasons });
});

test("what raises nothing raises nothing back, and what breaks names something", () => {
  const datatype = fc.constantFrom<Tensor["datatype"]>("FP32", "FP64", "INT64", "BYTES", "BOOL");
  const column = fc.record({ name: fc.constantFrom("a", "b", "c"), unit: fc.constantFrom(undefined, "K", "eV") });
  const tensors = fc.uniqueArray(
    fc
      .tuple(column, datatype)
      .map(([{ name, unit }, kind]) => tensor(unit === undefined ? { name } : { name, unit }, kind)),
    { minLength: 1, maxLength: 3, selector: ({ name }) => name },
  );
  fc.assert(
    fc.property(tensors, tensors, (before, after) => {
      expect(signatureBump(of(before), of(before))).toEqual({ bump: "patch", reasons: [] });
      const { bump, reasons } = signatureBump(of(before), of(after));
      expect(reasons.length === 0).toBe(bump === "patch");
      const names = (list: Tensor[]) => list.map(({ name }) => name).join(" ");
      if (bump !== "major") expect(names(after)).toBe(names(before));
    }),
  );
});
