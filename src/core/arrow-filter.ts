import type { Comparison, Filter, Scalar } from "../contracts/types.js";
import { pythonLiteral, pythonString } from "./python-text.js";

/** A filter as an expression of `pyarrow.compute`, imported as `pc`; undefined where it lets every row through. */
export function arrowFilter(filter: Filter): string | undefined {
  if (filter.compare) return comparison(filter.compare);
  if (filter.not) {
    const inner = arrowFilter(filter.not);
    return inner && `~(${inner})`;
  }
  const parts = (filter.all ?? filter.any ?? []).map((part) => arrowFilter(part)).filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  const [only] = parts;
  return parts.length === 1 ? only : parts.map((part) => `(${part})`).join(filter.all ? " & " : " | ");
}

function comparison({ column, op, value = null, values = [] }: Comparison): string {
  const field = `pc.field(${pythonString(column)})`;
  const literal = (one: Scalar | undefined) => pythonLiteral(one);
  switch (op) {
    case "missing":
      return `${field}.is_null(nan_is_null=True)`;
    case "present":
      return `~${field}.is_null(nan_is_null=True)`;
    case "in":
      return `${field}.isin(${pythonLiteral(values)})`;
    case "between":
      return `(${field} >= ${literal(values[0])}) & (${field} <= ${literal(values[1])})`;
    case "contains":
      return `pc.match_substring(${field}, ${literal(value)}, ignore_case=True)`;
    default:
      return `${field} ${op} ${literal(value)}`;
  }
}
