import { Binary, Field, FixedSizeList, Float64, Int32, List, Struct, Utf8, vectorFromArray } from "apache-arrow";
import { sliceOf, shapeOf } from "./array-view.js";
import { curvePath } from "../table/curve-path.js";
import { imageType } from "../table/image-bytes.js";
import { kindOf, structureFormat } from "./kinds.js";

const text = new Utf8();
const column = (name: string) => ({ name, type: "string" });
const CIF = "data_NaCl\n_cell_length_a 5.64\n_cell_length_b 5.64\n";
const XYZ = "3\nwater\nO 0.000 0.000 0.117\nH 0.000 0.757 -0.469\nH 0.000 -0.757 -0.469\n";

test.each([
  [CIF, "cif"],
  [XYZ, "xyz"],
  ["HEADER    x\nATOM      1  N   MET A   1      38.198  19.582  28.998\n", "pdb"],
  ["benzene\n  tool\n\n  6  6  0  0  0  0  0  0  0  0999 V2000\n", "sdf"],
  ["3 apples\nand a long line of words", undefined],
  ["CCO", undefined],
])("a text's format of atoms: %#", (given, format) => {
  expect(structureFormat(given)).toBe(format);
});

test("a value is drawn as what its column, its type and it itself say", () => {
  expect(kindOf(column("canonical_smiles"), text, "CCO")).toBe("smiles");
  expect(kindOf(column("smilesless"), text, "CCO")).toBe("plain");
  expect(kindOf(column("structure"), text, CIF)).toBe("structure");
  expect(kindOf(column("formula"), text, "Ag2O")).toBe("formula");
  expect(kindOf(column("smiles"), text, null)).toBe("plain");
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, ...Array.from({ length: 40 }, () => 0)]);
  expect(kindOf(column("picture"), new Binary(), png)).toBe("image");
  expect(kindOf(column("bytes"), new Binary(), new Uint8Array([1, 2]))).toBe("plain");
  const numbers = new List(new Field("item", new Float64()));
  expect(kindOf(column("spectrum"), numbers, [1, 2])).toBe("curve");
  expect(kindOf(column("map"), new List(new Field("item", numbers)), [[1]])).toBe("array");
  expect(kindOf(column("names"), new List(new Field("item", text)), ["a"])).toBe("nested");
  expect(kindOf(column("record"), new Struct([new Field("a", new Int32())]), { a: 1 })).toBe("nested");
});

test("a script in disguise is not an image", () => {
  expect(
    imageType(new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")),
  ).toBeUndefined();
});

test("a curve has a gap where there is no number, and a constant one lies in the middle", () => {
  expect(curvePath([0, 1, NaN, 1], 30, 10)).toBe("M0.00 10.00L10.00 0.00M30.00 0.00");
  expect(curvePath([2, 2], 10, 10)).toBe("M0.00 5.00L10.00 5.00");
  expect(curvePath([NaN], 10, 10)).toBe("");
});

test("a drawing of few points keeps every peak", () => {
  const values = Array.from({ length: 10_000 }, (_, i) => (i === 4321 ? 5 : 0));
  const path = curvePath(values, 60, 10, 60);
  expect(path.split(/[ML]/).length).toBeLessThan(64);
  expect(path).toContain(" 0.00");
});

test("a slice of an array of three axes is the matrix at a place of its first", () => {
  const inner = new FixedSizeList(2, new Field("item", new Int32()));
  const type = new List(new Field("item", new List(new Field("item", inner))));
  const value: unknown = vectorFromArray(
    [
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
    ],
    type,
  ).get(0);
  expect(shapeOf(value)).toEqual([2, 2, 2]);
  expect(sliceOf(value, [1])).toEqual([
    [5, 6],
    [7, 8],
  ]);
});
