import type { Comparison, Filter, Scalar } from "../contracts/types.js";
import { isPythonName, pythonString } from "./python-text.js";

/** The kernel reads no longer text than this; a longer filter goes as a tree. */
const LONGEST = 20_000;

/**
 * A filter in the words of Python, such as `gap > 0 and formula != 'Ag'`.
 * Undefined where the tree has no such form; an empty text where it lets every row through.
 */
export function filterText(filter: Filter): string | undefined {
  const text = condition(filter, false);
  return text !== undefined && text.length <= LONGEST ? text : undefined;
}

function condition(filter: Filter, nested: boolean): string | undefined {
  if (filter.compare) return comparison(filter.compare);
  if (filter.not) {
    const inner = condition(filter.not, true);
    return inner ? parenthesised(`not ${inner}`, nested) : undefined;
  }
  if (filter.all?.length === 0 && !nested) return "";
  const parts = (filter.all ?? filter.any ?? []).map((part) => condition(part, true));
  if (parts.length === 0 || parts.some((part) => !part)) return undefined;
  if (parts.length === 1) return nested ? parts[0] : condition((filter.all ?? filter.any ?? [])[0] as Filter, false);
  return parenthesised(parts.join(filter.all ? " and " : " or "), nested);
}

const parenthesised = (text: string, nested: boolean) => (nested ? `(${text})` : text);

function comparison({ column: name, op, value, values = [] }: Comparison): string | undefined {
  const column = isPythonName(name) ? name : `\`${name.replaceAll("`", "``")}\``;
  switch (op) {
    case "missing":
      return `${column} is None`;
    case "present":
      return `${column} is not None`;
    case "in":
      return values.length > 0 ? `${column} in [${values.map(scalar).join(", ")}]` : undefined;
    case "between": {
      const [low, high] = values;
      if (values.length !== 2 || low === undefined || high === undefined) return undefined;
      return `${scalar(low)} <= ${column} <= ${scalar(high)}`;
    }
    case "elements":
      return values.length > 0 ? `${column}.has_elements(${values.map(scalar).join(", ")})` : undefined;
    case "contains":
      return typeof value === "string" ? `${scalar(value)} in ${column}` : undefined;
    default:
      return value === undefined || value === null ? undefined : `${column} ${op} ${scalar(value)}`;
  }
}

function scalar(value: Scalar): string {
  if (value === null) return "None";
  if (typeof value === "string") return pythonString(value, "'");
  if (typeof value === "boolean") return value ? "True" : "False";
  return String(value);
}
