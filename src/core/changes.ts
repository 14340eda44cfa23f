import type {
  Bump,
  Changes,
  Column,
  ColumnChange,
  Dataset,
  FileChange,
  Model,
  SplitChange,
  Statistics,
  StatisticChange,
  ValueChange,
} from "../contracts/types.js";
import type { Manifest } from "./manifests.js";
import { sameUnit } from "./units/unit-spelling.js";
import { formatCount, formatNumber } from "./quantities.js";

/** Fields that say what a package is about, in the order in which they are shown. */
const FIELDS = [
  "title",
  "description",
  "license",
  "authors",
  "citations",
  "doi",
  "url",
  "source",
  "keywords",
  "domains",
  "tasks",
] as const satisfies readonly (keyof Dataset & keyof Model)[];
const COLUMN_FIELDS = ["type", "unit", "role", "description", "classes"] as const satisfies readonly (keyof Column)[];
const STATISTICS = ["count", "missing", "min", "max", "mean", "std", "unique"] as const;

/** What is written about a package, where it is not as before. */
export function metadataChanges(before: Manifest, after: Manifest): ValueChange[] {
  return valueChanges(before, after, FIELDS);
}

/** Columns that were added, removed or described otherwise. */
export function columnChanges(before: readonly Column[], after: readonly Column[]): ColumnChange[] {
  const now = new Map(after.map((column) => [column.name, column]));
  const known = new Set(before.map(({ name }) => name));
  const kept = before.flatMap((column): ColumnChange[] => {
    const { name } = column;
    const other = now.get(name);
    if (!other) return [{ name, change: "removed", fields: [] }];
    const fields = valueChanges(column, other, COLUMN_FIELDS);
    return fields.length > 0 ? [{ name, change: "changed", fields }] : [];
  });
  const added = after.filter(({ name }) => !known.has(name));
  return [...kept, ...added.map(({ name }): ColumnChange => ({ name, change: "added", fields: [] }))];
}

/** Statistics of columns that both versions have, where they differ. */
export function statisticChanges(before: Statistics | undefined, after: Statistics | undefined): StatisticChange[] {
  return (before?.splits ?? []).flatMap(({ split, columns }) => {
    const now = new Map(
      after?.splits.find((other) => other.split === split)?.columns.map((column) => [column.name, column]),
    );
    return columns.flatMap((column): StatisticChange[] => {
      const other = now.get(column.name);
      if (!other) return [];
      return STATISTICS.filter((field) => column[field] !== other[field]).map((field) => {
        return { split, column: column.name, field, before: column[field] ?? null, after: other[field] ?? null };
      });
    });
  });
}

/** Files that follow from the others. */
const DERIVED = /^rows\//;

/** Data files beside the splits' own: those in a folder, as what lies beside the manifest is documentation. */
export function fileChanges(before: Dataset, after: Dataset): FileChange[] {
  const [old, now] = [before, after].map(({ files, splits }) => {
    const tables = new Set(splits.map(({ path }) => path));
    return new Map(
      files.flatMap(({ path, sha256 }) =>
        path.includes("/") && !DERIVED.test(path) && !tables.has(path) ? [[path, sha256]] : [],
      ),
    );
  }) as [Map<string, string>, Map<string, string>];
  return [
    ...[...old].flatMap(([path, sha256]): FileChange[] => {
      const other = now.get(path);
      return other === sha256 ? [] : [{ path, change: other === undefined ? "removed" : "changed" }];
    }),
    ...[...now.keys()].filter((path) => !old.has(path)).map((path): FileChange => ({ path, change: "added" })),
  ];
}

/** Which part of the version such a change raises, and why. */
export function neededBump({ columns, splits, files }: Pick<Changes, "columns" | "splits" | "files">): {
  bump: Bump;
  reasons: string[];
} {
  const lost = files.filter(({ change }) => change !== "added");
  const major = [
    ...columns.flatMap(breakingColumn),
    ...splits.flatMap(breakingSplit),
    ...(lost[0]
      ? [
          lost.length === 1
            ? `the file '${lost[0].path}' is gone or changed`
            : `${formatCount(lost.length, "data file")} are gone or changed`,
        ]
      : []),
  ];
  if (major.length > 0) return { bump: "major", reasons: major };
  const unknown = splits.filter(({ change, addedRows }) => change === "changed" && addedRows === undefined);
  if (unknown.length > 0)
    return { bump: "unknown", reasons: unknown.map(({ name }) => `the rows of split '${name}' cannot be compared`) };
  const minor = [
    ...columns.filter(({ change }) => change === "added").map(({ name }) => `there is a new column '${name}'`),
    ...splits.flatMap(({ name, change, addedRows = 0 }) => {
      if (change === "added") return [`there is a new split '${name}'`];
      return addedRows > 0 ? [`split '${name}' has ${formatCount(addedRows, "new row")}`] : [];
    }),
    ...(files.length > lost.length
      ? [
          `there ${files.length - lost.length === 1 ? "is" : "are"} ${formatCount(files.length - lost.length, "new data file")}`,
        ]
      : []),
  ];
  return minor.length > 0 ? { bump: "minor", reasons: minor } : { bump: "patch", reasons: [] };
}

function breakingColumn({ name, change, fields }: ColumnChange): string[] {
  if (change === "removed") return [`column '${name}' is gone`];
  const type = fields.find(({ field }) => field === "type");
  // Numbers count by their value, whatever their width; true is not a number.
  if (type && holdsTruth(type.before) !== holdsTruth(type.after))
    return [`column '${name}' was of type ${text(type.before)} and is of type ${text(type.after)}`];
  const unit = fields.find(({ field }) => field === "unit");
  // Numbers in another unit are other quantities; a unit where none was given only says what they are.
  if (unit?.before === undefined || sameUnit(unitOf(unit.before), unitOf(unit.after))) return [];
  return [
    `column '${name}' was in ${text(unit.before)} and is ${unit.after === undefined ? "without a unit" : `in ${text(unit.after)}`}`,
  ];
}

const holdsTruth = (type: unknown): boolean => typeof type === "string" && /\bbool\b/.test(type);

function breakingSplit({ name, change, removedRows = 0, changedRows = 0, rowsBefore = 0 }: SplitChange): string[] {
  if (change === "removed") return [`split '${name}' is gone`];
  if (removedRows + changedRows === 0) return [];
  const lost = removedRows + changedRows;
  return [
    `${formatNumber(lost)} of the ${formatCount(rowsBefore, "row")} of split '${name}' ${lost === 1 ? "is" : "are"} gone or changed`,
  ];
}

function valueChanges<T extends object>(before: T, after: T, fields: readonly (keyof T & string)[]): ValueChange[] {
  return fields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({
      field,
      ...(before[field] === undefined ? {} : { before: before[field] }),
      ...(after[field] === undefined ? {} : { after: after[field] }),
    }));
}

const unitOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
