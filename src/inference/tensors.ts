import type { Signature, Tensor } from "../contracts/types.js";
import { takeValue } from "../core/input-values.js";
import { problem } from "../core/problems.js";
import type { NamedTensor, TensorData } from "./messages.js";

/** A value of a cell: null where it is missing, a list for an image or a spectrum. */
export type Value = number | string | boolean | readonly number[] | null;

/** Columns by name, all of the same length. */
export type Columns = ReadonlyMap<string, readonly Value[]>;

type Kind = Tensor["datatype"];

const TYPES: Readonly<Record<Kind, string>> = {
  ...{ BOOL: "bool", UINT8: "uint8", UINT16: "uint16", UINT32: "uint32", UINT64: "uint64" },
  ...{ INT8: "int8", INT16: "int16", INT32: "int32", INT64: "int64" },
  ...{ FP16: "float16", FP32: "float32", FP64: "float64", BYTES: "string" },
};

/** Whether a tensor is one column of lists, such as spectra or images, instead of a column for each value. */
export function holdsLists({ columns, shape }: Tensor): boolean {
  return columns.length === 1 && shape.length > 1 && widthOf(shape) !== 1;
}

/** How many values each row has; -1 is any. */
export const widthOf = (shape: readonly number[]): number =>
  shape.slice(1).includes(-1) ? -1 : shape.slice(1).reduce((a, b) => a * b, 1);

/** Which rows have a value in every input that the model does not take as missing. */
export function presentRows({ inputs }: Signature, columns: Columns, rows: number): number[] {
  const absent = new Uint8Array(rows);
  for (const tensor of inputs)
    for (const { name, nullable } of tensor.columns) {
      const values = valuesOf(columns, name);
      if (nullable && tensor.datatype.startsWith("FP")) continue;
      for (let row = 0; row < rows; row += 1) if (!isPresent(values[row], tensor.datatype)) absent[row] = 1;
    }
  const present: number[] = [];
  for (let row = 0; row < rows; row += 1) if (absent[row] === 0) present.push(row);
  return present;
}

/** Rows as the tensors that a model takes. */
export function inputTensors({ inputs }: Signature, columns: Columns, rows: readonly number[]): NamedTensor[] {
  return inputs.map((tensor) => {
    const { name, datatype, shape } = tensor;
    if (datatype === "FP16")
      throw problem(
        "invalid-request",
        "The model takes half precision, which browsers do not have; run it in a notebook.",
      );
    const [dims, data] = holdsLists(tensor) ? listed(tensor, columns, rows) : interleaved(tensor, columns, rows);
    return { name, type: TYPES[datatype], dims: shape.length === 1 ? [rows.length] : dims, data };
  });
}

/** What a model gave as columns: a row for each of `total`, missing where `rows` does not name it. */
export function outputColumns(
  { outputs }: Signature,
  given: readonly NamedTensor[],
  rows: readonly number[],
  total: number,
): Map<string, Value[]> {
  const found = new Map<string, Value[]>();
  for (const tensor of outputs) {
    const { data, dims } = given.find(({ name }) => name === tensor.name) ?? { data: [], dims: [] };
    const width = rows.length > 0 ? data.length / rows.length : 0;
    const lists = holdsLists(tensor);
    if (!lists && rows.length > 0 && width !== tensor.columns.length)
      throw problem(
        "internal",
        `The model gave '${tensor.name}' of shape ${dims.join(" × ")}, and its signature names ${tensor.columns.length} columns for each row.`,
      );
    const at = (row: number, offset: number): Value => plain(data[row * width + offset], tensor.datatype);
    tensor.columns.forEach(({ name }, index) => {
      const values = new Array<Value>(total).fill(null);
      rows.forEach((row, place) => {
        values[row] = lists ? Array.from({ length: width }, (_, item) => Number(at(place, item))) : at(place, index);
      });
      found.set(name, values);
    });
  }
  return found;
}

/** The tensors' names that a model gives. */
export const outputNames = ({ outputs }: Signature): string[] => outputs.map(({ name }) => name);

function interleaved(
  { columns, shape, datatype }: Tensor,
  given: Columns,
  rows: readonly number[],
): [number[], TensorData] {
  const width = columns.length;
  const data = emptyData(datatype, rows.length * width);
  columns.forEach(({ name, nullable }, column) => {
    const values = valuesOf(given, name);
    for (let place = 0, at = column; place < rows.length; place += 1, at += width) {
      const row = rows[place] ?? 0;
      data[at] = taken(values[row] ?? null, { name, datatype, row, nullable: nullable ?? false });
    }
  });
  const rest = shape.slice(1);
  return [[rows.length, ...(rest.includes(-1) ? [width] : rest)], data];
}

function listed(
  { columns: [column], shape, datatype }: Tensor,
  given: Columns,
  rows: readonly number[],
): [number[], TensorData] {
  const name = column.name;
  const values = valuesOf(given, name);
  const lists = rows
    .map((row) => values[row])
    .map((value) => (Array.isArray(value) ? (value as readonly number[]) : [Number(value)]));
  const [first = []] = lists;
  const width = widthOf(shape);
  const odd = lists.find((list) => list.length !== (width < 0 ? first.length : width));
  if (odd)
    throw problem(
      "invalid-request",
      `'${name}' holds ${odd.length} values, and the model takes ${width < 0 ? `${first.length} as in the first row` : shape.slice(1).join(" × ")}.`,
    );
  const known = shape
    .slice(1)
    .filter((length) => length > 0)
    .reduce((a, b) => a * b, 1);
  const rest = shape.slice(1).map((length) => (length < 0 ? first.length / known : length));
  const data = emptyData(datatype, rows.length * first.length);
  lists.forEach((list, place) => {
    const row = rows[place] ?? 0;
    const at = { name, datatype, row, nullable: column.nullable ?? false };
    for (let item = 0; item < list.length; item += 1) data[place * list.length + item] = taken(list[item] ?? null, at);
  });
  return [[rows.length, ...rest], data];
}

const ARRAYS = {
  ...{
    FP16: Float32Array,
    FP32: Float32Array,
    FP64: Float64Array,
    INT8: Int8Array,
    INT16: Int16Array,
    INT32: Int32Array,
    INT64: BigInt64Array,
  },
  ...{
    BOOL: Uint8Array,
    UINT8: Uint8Array,
    UINT16: Uint16Array,
    UINT32: Uint32Array,
    UINT64: BigUint64Array,
    BYTES: Array<string>,
  },
};

/** Room for so many values; a typed array rounds to its own precision as a cast in the kernel does. */
const emptyData = (kind: Kind, length: number): TensorData => new ARRAYS[kind](length);

interface Place {
  name: string;
  datatype: Kind;
  row: number;
  nullable: boolean;
}

/** A value as the model takes it; nothing is cut or wrapped. */
function taken(value: Value, { name, datatype, row, nullable }: Place): number | bigint | string {
  const result = takeValue(value, datatype, nullable);
  if ("refusal" in result)
    throw problem(
      "invalid-request",
      `The model takes '${name}' as ${datatype}, and row ${row} holds ${String(value).slice(0, 40)}, ${result.refusal}.`,
    );
  return result.value ?? NaN;
}

function plain(value: number | bigint | string | undefined, kind: Kind): Value {
  if (value === undefined) return null;
  if (kind === "BOOL") return Boolean(value);
  return typeof value === "string" ? value : Number(value);
}

function valuesOf(columns: Columns, name: string): readonly Value[] {
  const found = columns.get(name);
  if (!found)
    throw problem(
      "invalid-request",
      `The model takes the column '${name}', which is missing; there are ${[...columns.keys()].slice(0, 8).join(", ") || "none"}.`,
    );
  return found;
}

/** NaN is missing among floating-point numbers alone: in place of a whole number it is refused. */
const isPresent = (value: Value | undefined, datatype: Kind): boolean =>
  value !== null &&
  value !== undefined &&
  (value !== "" || datatype === "BYTES") &&
  !(Number.isNaN(value) && datatype.startsWith("FP"));
