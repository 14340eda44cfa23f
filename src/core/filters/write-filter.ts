import type { Comparison, Filter, Scalar } from "../../contracts/types.js";
import { isPythonName, pythonString } from "../python-text.js";
import { LONGEST_FILTER } from "./read-filter.js";
import { scalarText } from "./literals.js";

/**
 * A filter in the words of Python, such as `gap > 0 and formula != 'Ag'`.
 * Undefined where the tree has no such form; an empty text where it lets every row through.
 */
export function filterText(filter: Filter): string | undefined {
  const text = condition(filter, false);
  return text !== undefined && text.length <= LONGEST_FILTER ? text : undefined;
}

function condition(filter: Filter, nested: boolean): string | undefined {
  if (filter.compare) return comparison(filter.compare);
  if (filter.not) return negated(filter.not, nested);
  if (filter.all?.length === 0 && !nested) return "";
  const joined = filter.all ?? filter.any ?? [];
  const parts = joined.map((part) => condition(part, true));
  if (parts.length === 0 || parts.some((part) => !part)) return undefined;
  const [only] = joined;
  if (joined.length === 1 && only) return condition(only, nested);
  return parenthesised(parts.join(filter.all ? " and " : " or "), nested);
}

function negated(filter: Filter, nested: boolean): string | undefined {
  const { compare } = filter;
  if (compare?.op === "nan" || compare?.op === "infinite") return `${columnText(compare.column)} is not ${compare.op}`;
  const inner = condition(filter, true);
  return inner ? parenthesised(`not ${inner}`, nested) : undefined;
}

const parenthesised = (text: string, nested: boolean) => (nested ? `(${text})` : text);

const columnText = (name: string): string => (isPythonName(name) ? name : `\`${name.replaceAll("`", "``")}\``);

function comparison({ column: name, op, value, values = [] }: Comparison): string | undefined {
  const column = columnText(name);
  switch (op) {
    case "missing":
    case "nan":
    case "infinite":
      return `${column} is ${op}`;
    case "present":
      return `${column} is not missing`;
    case "in":
      return `${column} in [${values.map(literal).join(", ")}]`;
    case "between": {
      const [low, high] = values;
      if (values.length !== 2 || low === undefined || high === undefined) return undefined;
      return `${literal(low)} <= ${column} <= ${literal(high)}`;
    }
    case "elements":
      return values.length > 0 ? `${column}.has_elements(${values.map(literal).join(", ")})` : undefined;
    case "contains":
      return typeof value === "string" ? `${literal(value)} in ${column}` : undefined;
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return value === undefined || value === null ? undefined : `${column} ${op} ${literal(value)}`;
    default:
      return op satisfies never;
  }
}

const literal = (value: Scalar): string => (typeof value === "string" ? pythonString(value, "'") : scalarText(value));
