import { fileCell } from "./file-cell.js";

test("a cell reads what is chosen of a file", () => {
  expect(fileCell({ path: "data/my gaps.parquet", format: "parquet" })).toBe(
    'import pyarrow.parquet as pq\n\nmy_gaps = pq.read_table("data/my gaps.parquet")',
  );
  const filter = {
    all: [
      { compare: { column: "gap", op: ">" as const, value: 1 } },
      { not: { compare: { column: "name", op: "in" as const, values: ["a", 'b"'] } } },
    ],
  };
  expect(
    fileCell({
      path: "t.tsv",
      format: "csv",
      columns: ["gap"],
      view: { filter, sort: [{ column: "name", descending: true }] },
    }),
  ).toBe(
    [
      "import pyarrow.csv as csv",
      "import pyarrow.compute as pc",
      "",
      't = csv.read_csv("t.tsv", parse_options=csv.ParseOptions(delimiter="\\t"))' +
        '.filter((pc.field("gap") > 1) & (~(pc.field("name").isin(["a", "b\\""])))).sort_by([("name", "descending")]).select(["gap"])',
    ].join("\n"),
  );
});
