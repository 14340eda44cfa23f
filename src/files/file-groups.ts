import { Table, type Vector } from "apache-arrow";
import type { Column } from "../contracts/types.js";
import { columnKind } from "../core/filters/column-kind.js";
import { problem } from "../core/problems.js";
import type { Groups } from "../core/sources.js";
import { t } from "../core/translation.js";
import { arrowTable, type Values } from "./arrow-columns.js";
import type { TableFile } from "./table-file.js";

/** Which groups are asked for. */
interface Grouping {
  by: string;
  columns: readonly string[];
  /** The rows that count; all of them when absent. */
  rows: Uint32Array | undefined;
  limit: number;
}

interface Measure {
  sum: number;
  count: number;
  /** Rows that hold the least and the greatest of the finite values. */
  least: number;
  greatest: number;
}

interface Group {
  /** A row that has the value. */
  row: number;
  count: number;
  measures: Measure[];
}

/** Groups of rows by the stored values of a column; the values themselves are those of rows that have them. */
export async function groupsOf(file: TableFile, values: Values, grouping: Grouping): Promise<Groups> {
  const { by, columns, rows, limit } = grouping;
  requireGroups(file.columns, grouping);
  const keys = values.get(by) ?? [];
  const measured = columns.map((name) => values.get(name) ?? []);
  const units = columns.map((name) => unitOf(file.columns, name));
  const groups = new Map<unknown, Group>();
  const counted = rows?.length ?? keys.length;
  for (let i = 0; i < counted; i++) {
    const row = rows?.[i] ?? i;
    const key = keys[row] ?? null;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { row, count: 0, measures: columns.map(noMeasure) }));
    group.count += 1;
    group.measures.forEach((measure, at) => add(measure, measured[at] ?? [], row, units[at] ?? 1));
  }
  const order = [...groups].sort(([one, a], [other, b]) => b.count - a.count || compare(one, other));
  const largest = order.slice(0, limit).map(([, group]) => group);
  return { id: 0, rows: counted, groups: groups.size, table: await tableOf(file, grouping, largest) };
}

async function tableOf(file: TableFile, { by, columns }: Grouping, groups: readonly Group[]): Promise<Table> {
  const counts = new Map([["count", groups.map(({ count }) => count)]]);
  const taken = async (rows: readonly number[], name: string) =>
    vectorOf(await file.take([name], Uint32Array.from(rows)), name);
  const vectors: Record<string, Vector> = {
    value: await taken(
      groups.map(({ row }) => row),
      by,
    ),
    count: vectorOf(arrowTable([{ name: "count", type: "int64" }], counts), "count"),
  };
  for (const [i, name] of columns.entries()) {
    const of = groups.map(({ measures }) => measures[i] ?? noMeasure());
    const means = of.map(({ sum, count }) => (count ? sum / count : null));
    const mean = arrowTable([{ name: "mean", type: "double" }], new Map([["mean", means]]));
    vectors[`mean ${i}`] = vectorOf(mean, "mean");
    // Of a group without numbers no mean is told, and what stands here instead is not looked at.
    vectors[`min ${i}`] = await taken(
      of.map(({ least }, at) => (least < 0 ? (groups[at]?.row ?? 0) : least)),
      name,
    );
    vectors[`max ${i}`] = await taken(
      of.map(({ greatest }, at) => (greatest < 0 ? (groups[at]?.row ?? 0) : greatest)),
      name,
    );
  }
  return new Table(vectors);
}

const noMeasure = (): Measure => ({ sum: 0, count: 0, least: -1, greatest: -1 });

function add(measure: Measure, column: readonly unknown[], row: number, unit: number): void {
  const value = numberAt(column, row);
  if (value === undefined) return;
  measure.sum += value / unit;
  measure.count += 1;
  const [least, greatest] = [column[measure.least] as number, column[measure.greatest] as number];
  // As they are stored: large whole numbers to their last digit.
  const stored = column[row] as number;
  if (measure.least < 0 || stored < least) measure.least = row;
  if (measure.greatest < 0 || stored > greatest) measure.greatest = row;
}

function numberAt(column: readonly unknown[], row: number): number | undefined {
  const value = column[row];
  const number = typeof value === "bigint" || typeof value === "number" ? Number(value) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

const unitOf = (columns: readonly Column[], name: string): number => {
  const kind = columnKind(typeOf(columns, name));
  return kind.of === "number" ? 10 ** kind.scale : 1;
};

const typeOf = (columns: readonly Column[], name: string): string =>
  columns.find((column) => column.name === name)?.type ?? "";

function requireGroups(all: readonly Column[], { by, columns }: Grouping): void {
  const type = typeOf(all, by);
  if (["other", "bytes"].includes(columnKind(type).of))
    throw problem(
      "invalid-request",
      `Column '${by}' holds ${type}, which makes no groups; choose one of text, numbers, truth values, dates or times.`,
    );
  for (const name of columns)
    if (!["number", "float"].includes(columnKind(typeOf(all, name)).of))
      throw problem(
        "invalid-request",
        `Column '${name}' holds ${typeOf(all, name)}, which has no mean; choose numbers.`,
      );
}

/** As values ascend: a missing one comes last, NaN before it. */
function compare(one: unknown, other: unknown): number {
  const rank = (value: unknown) => (value === null ? 2 : Number.isNaN(value) ? 1 : 0);
  const [a, b] = [one as number, other as number];
  return rank(one) - rank(other) || (a < b ? -1 : a > b ? 1 : 0);
}

function vectorOf(table: Table, name: string): Vector {
  const vector = table.getChild(name);
  if (!vector) throw problem("internal", t("The column %1 is not there.", name));
  return vector;
}
