import type { DataType, Vector } from "apache-arrow";
import type { Column, Comparison, Filter, Scalar } from "../../contracts/types.js";
import { columnKind } from "../../core/filters/column-kind.js";
import { comparisonTest } from "../../core/filters/compare.js";
import { FilterError, numberLiteral } from "../../core/filters/literals.js";
import { plainText } from "../table/plain-text.js";

/** The conditions that the rows of one value meet, and no others; undefined where no filter asks for it. */
export function groupConditions(column: Column, values: Vector<DataType>, index: number): Filter[] | undefined {
  const { name } = column;
  const kind = columnKind(column.type).of;
  const conditions = (...comparisons: Omit<Comparison, "column">[]): Filter[] =>
    comparisons.map((compare) => ({ compare: { column: name, ...compare } }));
  const text = plainText(values, index);
  if (text === undefined) {
    const missing = conditions({ op: "missing" });
    return kind === "float" ? [...missing, { not: { compare: { column: name, op: "nan" } } }] : missing;
  }
  if (text === "NaN" && kind === "float") return conditions({ op: "nan" });
  if (/^-?Infinity$/.test(text) && kind === "float")
    return conditions({ op: "infinite" }, { op: text.startsWith("-") ? "<" : ">", value: 0 });
  const value: Scalar =
    kind === "truth" ? text === "true" : ["number", "float"].includes(kind) ? numberLiteral(text) : text;
  const compare: Comparison = { column: name, op: "==", value };
  try {
    comparisonTest(compare, [column]);
  } catch (error) {
    if (error instanceof FilterError) return undefined;
    throw error;
  }
  return [{ compare }];
}
