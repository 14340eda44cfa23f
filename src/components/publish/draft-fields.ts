import type { ColumnDraft, DatasetDraft } from "../../contracts/types.js";

/** How lists are written in one field. */
const SEPARATORS: Partial<Record<keyof DatasetDraft, string>> = {
  authors: "; ",
  citations: "\n",
  keywords: ", ",
  domains: ", ",
  tasks: ", ",
};

/** The key under which a list of the record keeps its text. */
const TEXT_KEYS: Partial<Record<keyof DatasetDraft, string>> = { authors: "name", citations: "text" };

/** A field of the record as a person writes it. */
export function textOf(draft: DatasetDraft, key: keyof DatasetDraft): string {
  const value: unknown = draft[key];
  if (!Array.isArray(value)) return typeof value === "string" ? value : "";
  const textKey = TEXT_KEYS[key];
  const texts = value.map((item: unknown) => {
    const text: unknown =
      textKey && typeof item === "object" && item !== null ? (item as Record<string, unknown>)[textKey] : item;
    return typeof text === "string" ? text : "";
  });
  return texts.join(SEPARATORS[key]);
}

/** Items of a list as a person writes it; an item that is being begun after a separator is none yet. */
export const listOf = (text: string, separator: string): string[] =>
  text
    .split(separator.trim() || separator)
    .map((item) => item.trim())
    .filter(Boolean);

/** The draft with what a person wrote in a field; an empty field leaves the record. */
export function withField(draft: DatasetDraft, key: keyof DatasetDraft, text: string): DatasetDraft {
  const separator = SEPARATORS[key];
  const textKey = TEXT_KEYS[key];
  const items = separator === undefined ? undefined : listOf(text, separator);
  const value = items ? items.map((item) => (textKey ? { [textKey]: item } : item)) : text;
  const empty = value.length === 0 && key !== "name";
  const others = Object.entries(draft).filter(([name]) => name !== key);
  return { ...Object.fromEntries(others), ...(empty ? {} : { [key]: value }) } as unknown as DatasetDraft;
}

/** What a person says of a column; an empty text or list takes it back. */
export type ColumnChange = Partial<Record<"type" | "unit" | "role" | "description", string>> & {
  categories?: readonly string[];
};

/** The draft with what a person says of a column. */
export function withColumn(draft: DatasetDraft, name: string, change: ColumnChange): DatasetDraft {
  const columns = draft.columns ?? [];
  const before = columns.find((column) => column.name === name) ?? { name };
  const entries = Object.entries({ ...before, ...change }).filter(
    ([, value]) => value !== "" && !(Array.isArray(value) && value.length === 0),
  );
  const after = Object.fromEntries(entries) as unknown as ColumnDraft;
  const known = columns.some((column) => column.name === name);
  return {
    ...draft,
    columns: known ? columns.map((column) => (column.name === name ? after : column)) : [...columns, after],
  };
}
