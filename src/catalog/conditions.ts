import type { DatabaseSync } from "node:sqlite";
import type { FacetField, SearchTerm } from "../contracts/types.js";
import { fieldNamed, FIELDS } from "../core/search/fields.js";
import type { PackageTable } from "./package-table.js";
import { normalDoi } from "./records.js";

type Condition = (row: number) => boolean;

/** What a row must be, beside its words: each term as a question to the table in memory. */
export function conditionsOf(terms: readonly SearchTerm[], table: PackageTable, database: DatabaseSync): Condition[] {
  return terms.flatMap((term) => {
    const condition = conditionOf(term, table, database);
    if (!condition) return [];
    return [term.not ? (row: number) => !condition(row) : condition];
  });
}

function conditionOf(term: SearchTerm, table: PackageTable, database: DatabaseSync): Condition | undefined {
  const { field, values = [], number } = term;
  if (field === undefined) return undefined;
  if (number !== undefined) return numeric(term, number, table);
  if (field === "doi") return among(database, "SELECT package FROM doi WHERE doi = ?", values.map(normalDoi));
  if (field === "trained") return among(database, "SELECT package FROM trained_on WHERE dataset = ?", values);
  if (FIELDS[field].kind !== "value") return undefined;
  const wanted = values.map((value) => new Set(table.facets.matching(field as FacetField, value)));
  if (field === "element") return (row) => wanted.every((one) => table.facets.hasAny(row, one));
  const any = new Set(wanted.flatMap((one) => [...one]));
  return (row) => table.facets.hasAny(row, any);
}

function numeric({ field, op = "=" }: SearchTerm, number: number, table: PackageTable): Condition | undefined {
  const numbers = { year: table.year, rows: table.rows, columns: table.columns, size: table.bytes };
  const known = fieldNamed(field ?? "");
  if (known === undefined || !(known in numbers)) return undefined;
  const of = numbers[known as keyof typeof numbers];
  const at = (row: number) => of[row] as number;
  switch (op) {
    case "<":
      return (row) => at(row) < number;
    case "<=":
      return (row) => at(row) <= number;
    case ">":
      return (row) => at(row) > number;
    case ">=":
      return (row) => at(row) >= number;
    default:
      return (row) => at(row) === number;
  }
}

function among(database: DatabaseSync, sql: string, values: readonly string[]): Condition {
  const statement = database.prepare(sql);
  const rows = new Set(values.flatMap((value) => statement.all(value).map((row) => Number(row.package))));
  return (row) => rows.has(row);
}
