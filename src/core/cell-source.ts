import type { Sort, View } from "../contracts/types.js";
import { filterText } from "./filters/write-filter.js";
import { isPythonName, pythonLiteral, pythonString, pythonVariable } from "./python-text.js";

/** What a person chose of rows and columns, and the form in which a cell makes them. */
interface RowsSelection {
  /** Every column when absent or empty. */
  columns?: string[];
  view?: View;
  as: "arrow" | "pandas";
}

/** What a person chose of a dataset; a cell reproduces it. */
export interface LoadSelection extends RowsSelection {
  dataset: string;
  version: string;
  split: string;
}

/** What a person chose of a table in the kernel that is not a split of a dataset; a cell reproduces it. */
export interface KernelSelection extends RowsSelection {
  /** The Python text that gives the table there, such as a variable's name. */
  expression: string;
}

/** What a person chose of a table file, at its path as the kernel finds it. */
export function fileSelection(path: string, chosen: Pick<RowsSelection, "columns" | "view">): KernelSelection {
  return { expression: pythonString(path), as: "arrow", ...chosen };
}

/** What a person chose of a table; a cell reproduces it. */
export type CellSelection = LoadSelection | KernelSelection;

export const isOfKernel = (selection: CellSelection): selection is KernelSelection => "expression" in selection;

/** A model, and the split that it runs on. */
export interface RunSelection {
  model: string;
  modelVersion: string;
  dataset: string;
  version: string;
  split: string;
  /** The split's column for each input that is named differently there. */
  columns?: Readonly<Record<string, string>>;
}

const IMPORT = "import foundry_lab as foundry";

/** Text of a cell that loads the selection into a variable called as its split, or after the table that it is of. */
export function loadCell(selection: CellSelection): string {
  if (isOfKernel(selection))
    return [
      IMPORT,
      "",
      `${loadedVariable(selection)} = foundry.table(${selection.expression})${reading(selection)}`,
    ].join("\n");
  const dataset = pythonVariable(selection.dataset, "dataset");
  const table = loadedVariable(selection);
  return [
    IMPORT,
    "",
    `${dataset} = foundry.load(${reference(selection)})`,
    `${table} = ${dataset}[${pythonString(selection.split)}]${reading(selection)}`,
  ].join("\n");
}

/** How every cell begins that loads rows of the selection's table, whichever they are. */
export function loadCellStart(selection: CellSelection): string {
  const { columns: _columns, view: _view, ...whole } = selection;
  return loadCell(whole).replace(/\.to_\w+\(\)$/, "");
}

/** The variable that {@link loadCell} loads the selection into. */
export function loadedVariable(selection: CellSelection): string {
  if (isOfKernel(selection)) return kernelVariable(selection.expression);
  const { dataset, split } = selection;
  const table = pythonVariable(split, "split");
  return table === pythonVariable(dataset, "dataset") ? `${table}_table` : table;
}

function kernelVariable(expression: string): string {
  if (isPythonName(expression)) return `${expression}_rows`;
  // A file's rows are called as the file.
  const name = /^"(?:[^"\\]*\/)?([^"\\/]+)"$/.exec(expression)?.[1];
  return name === undefined ? "rows" : pythonVariable(name.replace(/(?<=.)\..*$/, ""), "table");
}

/** Text of a cell that shows the selection's table in the table widget. */
export function previewCell(selection: CellSelection): string {
  if (isOfKernel(selection))
    return [IMPORT, "", `foundry.preview(${[selection.expression, ...previewParameters(selection)].join(", ")})`].join(
      "\n",
    );
  const split = `foundry.load(${reference(selection)})[${pythonString(selection.split)}]`;
  return [IMPORT, "", `${split}.preview(${previewParameters(selection).join(", ")})`].join("\n");
}

/** Text of a cell that runs a model on a split. */
export function runCell(selection: RunSelection): string {
  let model = pythonVariable(selection.model, "model");
  if (model === "predictions") model = "predictions_model";
  const split = `foundry.load(${reference(selection)})[${pythonString(selection.split)}]`;
  const { columns = {} } = selection;
  const mapped = Object.keys(columns).length > 0 ? `, columns=${pythonLiteral(columns)}` : "";
  return [
    IMPORT,
    "",
    `${model} = foundry.model(${pythonString(`${selection.model}@${selection.modelVersion}`)})`,
    `predictions = ${model}.predict(${split}${mapped})`,
  ].join("\n");
}

/** Text of a cell that shows the widget in which a model runs on a split. */
export function runWidgetCell(selection: RunSelection): string {
  const split = `foundry.load(${reference(selection)})[${pythonString(selection.split)}]`;
  return [IMPORT, "", `foundry.run(${pythonString(`${selection.model}@${selection.modelVersion}`)}, ${split})`].join(
    "\n",
  );
}

/** Text of a cell that opens a model. */
export function modelCell(name: string, version: string): string {
  const variable = pythonVariable(name, "model");
  return [IMPORT, "", `${variable} = foundry.model(${pythonString(`${name}@${version}`)})`, variable].join("\n");
}

/** Text of a cell that opens the publish form on a table of the notebook. */
export function publishVariableCell(name: string): string {
  return [IMPORT, "", `foundry.publish_form(${name})`].join("\n");
}

/** Text of a cell that opens the benchmark form. */
export const benchmarkFormCell = (): string => [IMPORT, "", "foundry.benchmark_form()"].join("\n");

const reference = ({ dataset, version }: { dataset: string; version: string }) => pythonString(`${dataset}@${version}`);

/** The verbs of a split that choose its rows and columns, and the form in which they are read. */
function reading({ columns = [], view, as }: RowsSelection): string {
  const filter = filterArgument(view);
  const sort = view?.sort ?? [];
  const sample = sampling(view).join(", ");
  return [
    ...(filter === undefined ? [] : [`.filter(${filter})`]),
    ...(sample ? [`.sample(${sample})`] : []),
    ...(sort.length > 0 ? [`.sort(${sortArguments(sort)})`] : []),
    ...(columns.length > 0 ? [`.select(${pythonLiteral(columns)})`] : []),
    `.to_${as}()`,
  ].join("");
}

function sortArguments(sort: readonly Sort[]): string {
  const [key, ...more] = sort;
  if (!key || more.length > 0) return `[${sortPairs(sort)}]`;
  return `${pythonString(key.column)}${key.descending ? ", descending=True" : ""}`;
}

function previewParameters({ columns = [], view }: RowsSelection): string[] {
  const filter = filterArgument(view);
  const sort = view?.sort ?? [];
  const [sample, ...seed] = sampling(view);
  return [
    ...(columns.length > 0 ? [`columns=${pythonLiteral(columns)}`] : []),
    ...(filter === undefined ? [] : [`filter=${filter}`]),
    ...(sort.length > 0 ? [`sort=[${sortPairs(sort)}]`] : []),
    ...(sample === undefined ? [] : [`sample=${sample}`]),
    ...seed,
  ];
}

function sampling(view: View | undefined): string[] {
  const { rows, seed = 0 } = view?.sample ?? {};
  return rows === undefined ? [] : [String(rows), ...(seed > 0 ? [`seed=${seed}`] : [])];
}

const sortPairs = (sort: readonly Sort[]): string =>
  sort
    .map(({ column, descending }) => `(${pythonString(column)}, "${descending ? "descending" : "ascending"}")`)
    .join(", ");

function filterArgument(view: View | undefined): string | undefined {
  if (!view?.filter) return undefined;
  const text = filterText(view.filter);
  if (text === undefined) return pythonLiteral(view.filter);
  return text ? pythonString(text) : undefined;
}
