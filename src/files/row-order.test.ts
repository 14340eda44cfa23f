import type { Column, View } from "../contracts/types.js";
import { rowOrder } from "./row-order.js";

const values = new Map<string, unknown[]>([
  ["gap", [1.5, null, 0, 3, Number.NaN]],
  ["formula", ["GaN", "Ag", "Si", null, "Si"]],
  ["n", [1n, 2n, 3n, 4n, 5n]],
]);
const columns: Column[] = [
  { name: "gap", type: "double" },
  { name: "formula", type: "string" },
  { name: "n", type: "int64" },
];
const rows = async (view: View) => [...(await rowOrder(view, { rows: 5, columns }, () => Promise.resolve(values)))];
const compare = (column: string, op: string, more: object) =>
  ({ filter: { compare: { column, op, ...more } } }) as View;

test.each<[View, number[]]>([
  [compare("gap", ">", { value: 1 }), [0, 3]],
  [compare("gap", "missing", {}), [1]],
  [compare("gap", "present", {}), [0, 2, 3, 4]],
  [compare("gap", "nan", {}), [4]],
  [compare("gap", "!=", { value: 0 }), [0, 3]],
  [compare("gap", "between", { values: [0, 1.5] }), [0, 2]],
  [compare("formula", "contains", { value: "a" }), [0]],
  [compare("formula", "in", { values: ["Ag", "Si"] }), [1, 2, 4]],
  [compare("n", ">=", { value: 4 }), [3, 4]],
  [{ filter: { not: compare("gap", ">", { value: 1 }).filter ?? {} } }, [2]],
  [
    {
      filter: {
        any: [compare("gap", ">", { value: 2 }).filter ?? {}, compare("formula", "==", { value: "Si" }).filter ?? {}],
      },
    },
    [2, 3, 4],
  ],
  [{ sort: [{ column: "gap" }] }, [2, 0, 3, 1, 4]],
  [{ sort: [{ column: "gap", descending: true }] }, [3, 0, 2, 1, 4]],
  [{ sort: [{ column: "formula" }, { column: "n", descending: true }] }, [1, 0, 4, 2, 3]],
])("%j", async (view, expected) => {
  expect(await rows(view)).toEqual(expected);
});
