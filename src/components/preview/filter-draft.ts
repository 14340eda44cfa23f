import type { Column, Comparison, Filter } from "../../contracts/types.js";
import { columnKind } from "../../core/filters/column-kind.js";
import { FilterError } from "../../core/filters/literals.js";
import { t } from "../../core/translation.js";
import { boundOf } from "../table/column-menu.js";

/** What can be asked of a column without typing the filter language. */
export type Question =
  | Extract<
      Comparison["op"],
      "==" | "!=" | "<" | "<=" | ">" | ">=" | "between" | "contains" | "missing" | "present" | "nan" | "infinite"
    >
  | "lacks"
  | "empty"
  | "true"
  | "false"
  | "finite";

/** One line of a form for filters. */
export interface Draft {
  column: string;
  question: Question;
  /** What is typed: the value, and the upper bound of a range. */
  low: string;
  high: string;
}

/** How the lines of a form are joined. */
export type Join = "all" | "any" | "none";

const ORDERED: Question[] = ["==", "!=", "<", "<=", ">", ">=", "between"];
const LABELS: Record<Question, () => string> = {
  "==": () => t("is"),
  "!=": () => t("is not"),
  "<": () => t("is less than"),
  "<=": () => t("is at most"),
  ">": () => t("is more than"),
  ">=": () => t("is at least"),
  between: () => t("is between"),
  contains: () => t("contains"),
  lacks: () => t("does not contain"),
  empty: () => t("is an empty text"),
  true: () => t("is true"),
  false: () => t("is false"),
  missing: () => t("is missing"),
  present: () => t("is not missing"),
  nan: () => t("is NaN"),
  infinite: () => t("is infinite"),
  finite: () => t("is neither NaN nor infinite"),
};

export const questionLabel = (question: Question): string => LABELS[question]();

/** The questions that a column can be asked, the most frequent first. */
export function questionsOf({ type }: Column): Question[] {
  const last: Question[] = ["missing", "present"];
  switch (columnKind(type).of) {
    case "text":
      return ["==", "!=", "contains", "lacks", "empty", ...last];
    case "truth":
      return ["true", "false", ...last];
    case "float":
      return [...ORDERED, ...last, "nan", "infinite", "finite"];
    case "number":
    case "date":
    case "timestamp":
    case "time":
    case "duration":
      return [...ORDERED, ...last];
    case "bytes":
    case "other":
      return last;
  }
}

/** How many values a question takes. */
export const valuesTaken = (question: Question): 0 | 1 | 2 =>
  question === "between" ? 2 : [...ORDERED, "contains", "lacks"].includes(question) ? 1 : 0;

/** The filter of a form; undefined while a value is still to be typed.
 *
 * @throws FilterError - a sentence, where a value is none of its column
 */
export function draftedFilter(drafts: readonly Draft[], join: Join, columns: readonly Column[]): Filter | undefined {
  const parts = drafts.map((draft) => draftFilter(draft, columns));
  if (parts.length === 0 || parts.some((part) => part === undefined)) return undefined;
  const filters = parts.filter((part) => part !== undefined);
  const [only] = filters;
  const joined = filters.length === 1 && only ? only : join === "all" ? { all: filters } : { any: filters };
  return join === "none" ? { not: joined } : joined;
}

function draftFilter({ column: name, question, low, high }: Draft, columns: readonly Column[]): Filter | undefined {
  const column = columns.find((one) => one.name === name);
  if (!column) return undefined;
  const typed = [low, high].slice(0, valuesTaken(question));
  if (typed.includes("")) return undefined;
  const values = typed.map((text) => {
    const value = boundOf(text, column);
    if (value === undefined) throw new FilterError(t("“%1” is not a number.", text));
    return value;
  });
  const [value] = values;
  switch (question) {
    case "lacks":
      return { not: { compare: { column: name, op: "contains", value: value ?? "" } } };
    case "empty":
      return { compare: { column: name, op: "==", value: "" } };
    case "true":
    case "false":
      return { compare: { column: name, op: "==", value: question === "true" } };
    case "finite":
      return {
        all: [
          { not: { compare: { column: name, op: "nan" } } },
          { not: { compare: { column: name, op: "infinite" } } },
        ],
      };
    case "missing":
    case "present":
    case "nan":
    case "infinite":
      return { compare: { column: name, op: question } };
    case "between":
      return { compare: { column: name, op: question, values } };
    default:
      return { compare: { column: name, op: question, value: value ?? "" } };
  }
}
