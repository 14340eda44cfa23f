import { t } from "../../core/translation.js";
import type { ColumnDraft, Model, Tensor } from "../../contracts/types.js";
import { holdsLists, widthOf, type Value } from "../../inference/tensors.js";
import { placeOf, type Training } from "../../inference/training.js";
import type { ColumnStatistics } from "../../contracts/types.js";
import { formatBriefly, formatFloat } from "../table/number-format.js";

/** How an input is filled in. */
export type FieldKind = "number" | "integer" | "flag" | "choice" | "smiles" | "formula" | "text" | "list";

/** An input of a model as a form has it. */
export interface Field {
  name: string;
  kind: FieldKind;
  unit: string | undefined;
  description: string | undefined;
  /** The values to choose from, and what they are called. */
  choices: readonly { value: string; label: string }[];
  /** What is known of it from training. */
  statistics: ColumnStatistics | undefined;
  /** Numbers of a list; -1 is any. */
  length: number;
}

/** Fields of a model's inputs, in their order. */
export function fieldsOf({ signature }: Model, training: Training): Field[] {
  return signature.inputs.flatMap((tensor) =>
    tensor.columns.map((column) => fieldOf(column, tensor, training.get(column.name))),
  );
}

function fieldOf(column: ColumnDraft, tensor: Tensor, statistics: ColumnStatistics | undefined): Field {
  const { name, unit, description, classes = [], classValues = classes } = column;
  const choices = classes.map((label, index) => ({ label, value: classValues[index] ?? label }));
  return {
    name,
    unit,
    description,
    choices,
    statistics,
    kind: kindOf(column, tensor),
    length: holdsLists(tensor) ? widthOf(tensor.shape) : 1,
  };
}

function kindOf({ classes, kind, name }: ColumnDraft, tensor: Tensor): FieldKind {
  if (holdsLists(tensor)) return "list";
  if (classes && classes.length > 0) return "choice";
  const { datatype } = tensor;
  if (datatype === "BOOL") return "flag";
  if (datatype !== "BYTES") return datatype.startsWith("FP") ? "number" : "integer";
  if (kind === "smiles" || /smiles/i.test(name)) return "smiles";
  return kind === "formula" || /formula/i.test(name) ? "formula" : "text";
}

/** What a field holds at first: the middle of its training data, where that is known. */
export function startOf({ kind, choices, statistics }: Field): string {
  if (kind === "choice") return choices[0]?.value ?? "";
  if (kind === "flag") return "false";
  const { mean, top } = statistics ?? {};
  if (kind === "number") return mean === undefined ? "" : String(Number(mean.toPrecision(4)));
  if (kind === "integer") return mean === undefined ? "" : String(Math.round(mean));
  return kind === "list" ? "" : (top?.[0]?.value ?? "");
}

/** Says what a field takes: its range in training, its length, or what to write. */
export function hintOf({ kind, statistics, length, unit }: Field): string {
  const { min, max } = statistics ?? {};
  const of = unit ? ` ${unit}` : "";
  if (kind === "list")
    return length < 0 ? t("numbers, with commas between") : t("%1 numbers, with commas between", length);
  if (min !== undefined && max !== undefined)
    return `training data: ${formatBriefly(min)} to ${formatBriefly(max)}${of}`;
  if (kind === "smiles") return "SMILES, such as CCO";
  return kind === "formula" ? "formula, such as GaAs" : "";
}

/** A field's text as a value, or one sentence on what is wrong with it. */
export function readField(field: Field, text: string): { value: Value } | { problem: string } {
  const { kind, name, length } = field;
  const given = text.trim();
  if (given === "") return { problem: t("Give a value for %1.", name) };
  if (kind === "flag") return { value: given === "true" || given === "1" };
  if (kind === "list") return readList(field, given);
  if (kind === "number" || kind === "integer") {
    const value = numberOf(given);
    if (value === undefined) return { problem: t("%1 is not a number: '%2'.", name, given.slice(0, 40)) };
    if (kind === "integer" && !Number.isInteger(value))
      return { problem: t("%1 is a whole number, and %2 is none.", name, given) };
    return { value };
  }
  if (kind === "choice")
    return { value: length === 1 && numberOf(given) !== undefined ? (numberOf(given) ?? given) : given };
  if (kind === "smiles" && /\s/.test(given)) return { problem: t("%1 is one molecule without spaces.", name) };
  return { value: given };
}

function readList({ name, length }: Field, text: string): { value: Value } | { problem: string } {
  const parts = text
    .replace(/^\[+|\]+$/g, "")
    .split(/[\s,;[\]]+/)
    .filter(Boolean);
  const values = parts.map(numberOf);
  const wrong = values.indexOf(undefined);
  if (wrong >= 0)
    return {
      problem: t(
        "%1 holds '%2', which is not a number, in place %3.",
        name,
        (parts[wrong] ?? "").slice(0, 20),
        wrong + 1,
      ),
    };
  if (length >= 0 && values.length !== length)
    return { problem: t("%1 takes %2 numbers, and here are %3.", name, length, values.length) };
  return { value: values as number[] };
}

/** A number as people write it, with a minus sign or a hyphen. */
export function numberOf(text: string): number | undefined {
  const value = Number(text.replace("−", "-"));
  return text.trim() === "" || Number.isNaN(value) ? undefined : value;
}

/** A value of a dataset or a file as a field's text. */
export function textOfValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as unknown as ArrayLike<unknown>, textOfValue).join(", ");
  const isPlain = typeof value === "number" || typeof value === "boolean" || typeof value === "bigint";
  return typeof value === "string" ? value : isPlain ? String(value) : JSON.stringify(value);
}

/** A sentence on a value that training had none like; undefined where it had, or where that is not known. */
export function warningOf({ name, unit, statistics, kind }: Field, value: Value): string | undefined {
  if (!statistics) return undefined;
  if (typeof value === "number" && kind !== "choice") {
    const outside = placeOf(value, statistics)?.outside;
    if (!outside) return undefined;
    const { min = 0, max = 0 } = statistics;
    const range = t("%1 to %2", formatBriefly(min), formatBriefly(max)) + (unit ? ` ${unit}` : "");
    return t("%1 = %2 is %3 the training data (%4).", name, formatFloat(value), t(outside), range);
  }
  const { unique, top = [] } = statistics;
  const known = unique !== undefined && unique <= top.length;
  if (known && !Array.isArray(value) && !top.some((one) => one.value === String(value)))
    return t("%1 = %2 is not in the training data.", name, String(value));
  return undefined;
}
