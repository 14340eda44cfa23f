import fc from "fast-check";
import type { DataType, Vector } from "apache-arrow";
import type { Column } from "../../contracts/types.js";
import { everyOf } from "../../core/conditions.js";
import { arrowTable } from "../../files/arrow-columns.js";
import { FileView } from "../../files/file-view.js";
import { TableInMemory } from "../../files/table-in-memory.js";
import { groupConditions } from "./group-conditions.js";

const KINDS: [string, fc.Arbitrary<unknown>][] = [
  ["string", fc.constantFrom("", "a", "it's", "NaN", "missing", "null", "\n")],
  ["double", fc.constantFrom(0, -0, 1.5, 0.1, NaN, Infinity, -Infinity, 1e300)],
  ["float", fc.constantFrom(Math.fround(0.1), 2, NaN)],
  ["int64", fc.constantFrom(9007199254740993n, 9007199254740992n, -1n)],
  ["uint64", fc.constantFrom(2n ** 64n - 1n, 2n ** 64n - 2n)],
  ["bool", fc.boolean()],
];

test.each(KINDS)(
  "a group of %s is the rows that its conditions ask for, and all groups are all rows",
  async (type, of) => {
    const columns: Column[] = [
      { name: "key", type },
      { name: "n", type: "int64" },
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(of), { minLength: 1, maxLength: 30 }), async (keys) => {
        const numbers = keys.map((_, row) => 2n ** 62n + BigInt(row));
        const values = new Map<string, unknown[]>([
          ["key", keys],
          ["n", numbers],
        ]);
        const view = new FileView(new TableInMemory(columns, arrowTable(columns, values)));
        const { table, groups, rows } = await view.groups({ by: "key", columns: ["n"] });
        const counts = Array.from(table.getChild("count") ?? [], Number);
        expect([groups, rows]).toEqual([counts.length, keys.length]);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(keys.length);
        expect(counts).toEqual(counts.toSorted((a, b) => b - a));
        for (const [at, count] of counts.entries()) {
          const conditions = groupConditions({ name: "key", type }, table.getChild("value") as Vector<DataType>, at);
          const filter = everyOf(conditions ?? []);
          if (!filter) throw new Error("no filter asks for this group");
          const shown = await view.page({ offset: 0, limit: 100, view: { filter } });
          expect(shown.total).toBe(count);
          const own = Array.from(shown.rows.getChild("n") ?? [], (value: unknown) => value as bigint);
          expect([table.getChild("min 0")?.get(at), table.getChild("max 0")?.get(at)]).toEqual([own[0], own.at(-1)]);
        }
      }),
      { numRuns: 60 },
    );
  },
);

test("what makes no groups, or has no mean, is said", async () => {
  const columns: Column[] = [
    { name: "list", type: "list<item: int64>" },
    { name: "text", type: "string" },
  ];
  const values = new Map<string, unknown[]>([
    ["list", [[1]]],
    ["text", ["a"]],
  ]);
  const view = new FileView(new TableInMemory(columns, arrowTable(columns, values)));
  await expect(view.groups({ by: "list" })).rejects.toThrow("which makes no groups; choose one of text");
  await expect(view.groups({ by: "text", columns: ["text"] })).rejects.toThrow("has no mean; choose numbers");
});
