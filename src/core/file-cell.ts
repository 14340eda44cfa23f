import type { View } from "../contracts/types.js";
import { arrowFilter } from "./arrow-filter.js";
import { pythonLiteral, pythonString, pythonVariable } from "./python-text.js";

/** What a person chose of a table file. */
export interface FileSelection {
  /** As the notebook's kernel finds it. */
  path: string;
  format: "parquet" | "arrow" | "csv";
  columns?: string[] | undefined;
  view?: View | undefined;
}

const READERS = {
  parquet: ["import pyarrow.parquet as pq", "pq.read_table"],
  arrow: ["import pyarrow.feather as feather", "feather.read_table"],
  csv: ["import pyarrow.csv as csv", "csv.read_csv"],
} as const;

/** Text of a cell that reads the selection with pyarrow, into a variable called as the file. */
export function fileCell({ path, format, columns, view }: FileSelection): string {
  const [imported, reader] = READERS[format];
  const condition = view?.filter && arrowFilter(view.filter);
  const name = path.split("/").at(-1) ?? path;
  const variable = pythonVariable(name.replace(/\.[^.]*$/, ""), "table");
  const options = format === "csv" && /\.tsv$/i.test(path) ? ', parse_options=csv.ParseOptions(delimiter="\\t")' : "";
  const steps = [
    ...(condition ? [`.filter(${condition})`] : []),
    ...(view?.sort?.length
      ? [
          `.sort_by([${view.sort.map(({ column, descending }) => `(${pythonString(column)}, "${descending ? "descending" : "ascending"}")`).join(", ")}])`,
        ]
      : []),
    ...(columns?.length ? [`.select(${pythonLiteral(columns)})`] : []),
  ];
  return [
    imported,
    ...(condition ? ["import pyarrow.compute as pc"] : []),
    "",
    `${variable} = ${reader}(${pythonString(path)}${options})${steps.join("")}`,
  ].join("\n");
}
