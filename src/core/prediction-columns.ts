import type { Benchmark, ClassLabel, SubmissionRequest } from "../contracts/types.js";
import { problem } from "./problems.js";
import { t } from "./translation.js";

/** Columns of a table of predictions, by name. */
export type Columns = ReadonlyMap<string, readonly unknown[]>;

/** Reads a table file that a person chose. */
export type ReadColumns = (file: File) => Promise<Columns>;

const IDS = ["id", "ids"];
const VALUES = ["prediction", "predictions", "predicted", "value"];
const UNCERTAINTIES = ["uncertainty", "uncertainties", "std"];

/**
 * The predictions of a table with the columns `fold`, the id and `prediction`, or a column of probabilities for each
 * class in its place, and `uncertainty` for standard deviations; the fold may be left out where a benchmark has one.
 *
 * @throws FoundryProblem - if a column is missing, a fold is unknown, or an id is neither text nor a whole number
 */
export function foldsOfColumns(
  { id, target, folds, classes = [] }: Pick<Benchmark, "id" | "target" | "folds" | "classes">,
  columns: Columns,
): NonNullable<SubmissionRequest["folds"]> {
  const names = [...columns.keys()];
  const key = [id, ...IDS].find((name) => columns.has(name));
  const others = names.filter((name) => name !== key && name !== "fold");
  const uncertainty = others.length > 1 ? UNCERTAINTIES.find((name) => others.includes(name)) : undefined;
  const rest = others.filter((name) => name !== uncertainty);
  const value = [...VALUES, target].find((name) => rest.includes(name)) ?? (rest.length === 1 ? rest[0] : undefined);
  const byClass = classColumns(rest, classes);
  if (byClass && value !== undefined)
    throw problem(
      "invalid-request",
      t("The predictions have the column '%1' and probabilities for each class: keep one of the two.", value),
    );
  if (key === undefined || (value === undefined && !byClass))
    throw problem(
      "invalid-request",
      t("The predictions have the columns %1: use '%2' and 'prediction'.", names.slice(0, 10).join(", "), id),
    );
  const [only] = folds;
  const of = columns.get("fold");
  if (!of && folds.length > 1)
    throw problem(
      "invalid-request",
      t("The benchmark has %1 folds: name each prediction's fold in a column 'fold'.", folds.length),
    );
  const found: NonNullable<SubmissionRequest["folds"]> = {};
  const values = value === undefined ? [] : (columns.get(value) ?? []);
  const chances = byClass?.map((name) => columns.get(name) ?? []);
  const deviations = uncertainty === undefined ? undefined : (columns.get(uncertainty) ?? []);
  (columns.get(key) ?? []).forEach((row, i) => {
    const fold = of ? String(of[i]) : (only?.name ?? "");
    if (!folds.some(({ name }) => name === fold))
      throw problem(
        "invalid-request",
        t(
          "The benchmark has no fold '%1'; its folds are %2.",
          fold.slice(0, 50),
          folds
            .slice(0, 10)
            .map(({ name }) => name)
            .join(", "),
        ),
      );
    const into = (found[fold] ??= { ids: [], values: [] });
    into.ids.push(textOf(row, i));
    into.values.push(chances ? chances.map((column) => plain(column[i])) : plain(values[i]));
    if (deviations) (into.uncertainties ??= []).push(plain(deviations[i]));
  });
  return found;
}

/** The column of each class, in their order; undefined where a class has none. */
function classColumns(names: readonly string[], classes: readonly ClassLabel[]): string[] | undefined {
  // Tables of Python call true and false by capitals.
  const key = (name: string) => (classes.some((label) => typeof label === "boolean") ? name.toLowerCase() : name);
  const known = new Map(names.map((name) => [key(name), name]));
  const columns = classes.flatMap((label) => known.get(String(label)) ?? []);
  return classes.length > 0 && columns.length === classes.length ? columns : undefined;
}

function textOf(id: unknown, row: number): string {
  if (typeof id === "string" && id !== "") return id;
  if (typeof id === "bigint" || Number.isSafeInteger(id)) return String(id);
  throw problem("invalid-request", t("The id in row %1 is neither text nor a whole number.", row + 1));
}

/** A whole number of an Arrow file is a bigint, which JSON has not. */
const plain = (value: unknown): unknown => (typeof value === "bigint" ? Number(value) : value);
