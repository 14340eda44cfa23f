import { html, type TemplateResult } from "lit";
import type { Finding, ReadOptions } from "../../contracts/types.js";
import { t } from "../../core/translation.js";
import { formField } from "../form/form-field.js";
import { listOf } from "./draft-fields.js";

/** How the files of the splits are read, and what changes that. */
export interface ReadingForm {
  read: ReadOptions;
  problems: readonly Finding[];
  open: boolean;
  change: (read: ReadOptions) => void;
}

const DIGITS = /^\d+$/;

/** A text as the contract has it: a number where it is one. */
const numberOrText = (text: string): string | number => (DIGITS.test(text) ? Number(text) : text);
const YES_OR_NO: Record<string, boolean> = { yes: true, no: false };

/** How what is typed for an option becomes its value; others are their text. */
const VALUES: Partial<Record<keyof ReadOptions, (text: string) => unknown>> = {
  sheet: numberOrText,
  header: (text) => (text === "none" ? false : numberOrText(text)),
  units_row: (text) => YES_OR_NO[text] ?? text,
  missing: (text) => listOf(text, ";"),
};

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join("; ");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** Fields for how files are read, by the names that `read=` has in Python. */
export function readingForm({ read, problems, open, change }: ReadingForm): TemplateResult {
  const field = (key: keyof ReadOptions, label: string, placeholder: string, value = textOf(read[key])) =>
    formField({
      ...{ label, placeholder, value, problems, pointer: `/read/${key}` },
      change: (text) => {
        const others = Object.fromEntries(Object.entries(read).filter(([name]) => name !== key));
        const trimmed = key === "separator" && text !== "" && text.trim() === "" ? text : text.trim();
        change(trimmed === "" ? others : { ...others, [key]: VALUES[key]?.(trimmed) ?? trimmed });
      },
    });
  const said = (value: unknown, yes: string, no: string) =>
    value === true ? yes : value === false ? no : textOf(value);
  return html`<details class="reading" ?open=${open}>
    <summary>${t("How files are read")}</summary>
    <div class="fields">
      ${field("separator", "Separator", "as found: a character, or blanks")}
      ${field("decimal", "Decimal mark", "as found: . or ,")}
      ${field("header", "Header row", "as found: its number, or none", said(read.header, "1", "none"))}
      ${field("units_row", "Units below the header", "as found: yes or no", said(read.units_row, "yes", "no"))}
      ${field("comment", "Comment mark", "as found: such as #")}
      ${field("encoding", "Encoding", "UTF-8")}
      ${field("sheet", "Sheet", "the first one: its name or number")}
      ${field("missing", "Missing values", "separated by semicolons")}
    </div>
  </details>`;
}
