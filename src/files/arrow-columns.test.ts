import type { Column } from "../contracts/types.js";
import { arrowTable } from "./arrow-columns.js";

test("gives values of every type back, and missing ones as missing", () => {
  const columns: Column[] = [
    { name: "gap", type: "double" },
    { name: "count", type: "int64" },
    { name: "metal", type: "bool" },
    { name: "formula", type: "string" },
    { name: "when", type: "timestamp[us]" },
    { name: "list", type: "list<element: int64>" },
  ];
  const when = new Date("2026-01-02T03:04:05.678Z");
  const table = arrowTable(
    columns,
    new Map<string, unknown[]>([
      ["gap", [1.5, null, 0]],
      ["count", [1n, undefined, 3]],
      ["metal", [true, null, false]],
      ["formula", ["Ünö", null, ""]],
      ["when", [when, null, when]],
      ["list", [[1n, 2n], null, []]],
    ]),
  );
  const values = Object.fromEntries(
    columns.map(({ name }) => [name, [0, 1, 2].map((i) => table.getChild(name)?.get(i) as unknown)]),
  );
  expect(values).toEqual({
    gap: [1.5, null, 0],
    count: [1n, null, 3n],
    metal: [true, null, false],
    formula: ["Ünö", null, ""],
    when: [when.getTime(), null, when.getTime()],
    list: ["[1,2]", null, "[]"],
  });
});
