import type { SearchTerm } from "../../contracts/types.js";

/** A query as a person would type it; {@link readQuery} reads it back. */
export const writeQuery = (terms: readonly SearchTerm[]): string => terms.map(writeTerm).join(" ");

/** One condition as a person would type it. */
export function writeTerm({ field, values = [], op = "=", number, not, form }: SearchTerm): string {
  const no = not ? "-" : "";
  if (number !== undefined) return `${no}${field ?? ""}${op === "=" ? ":" : op}${number}`;
  const written = values.map((value) =>
    form === "phrase" || (field === undefined ? /^-|[\s:<>=]/ : /[\s,]/).test(value)
      ? `"${value.replaceAll('"', "")}"`
      : value,
  );
  return `${no}${field === undefined ? "" : `${field}:`}${written.join(",")}`;
}
