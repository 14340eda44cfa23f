import { html, type TemplateResult } from "lit";
import type { BenchmarkChoices, BenchmarkDraft, Finding, FoldsKind } from "../../contracts/types.js";
import { t } from "../../core/translation.js";
import { formField } from "../form/form-field.js";
import { selectField } from "../form/select-field.js";

type Folds = BenchmarkDraft["folds"];
type Parameter = FoldsKind["parameters"][number];

const TITLES: Record<Parameter, string> = {
  n: "Number of folds",
  outer: "Outer folds",
  inner: "Inner folds",
  column: "Column",
};
const NUMBER = 5;

/** How the folds are made, and what changes that. */
export interface FoldsForm {
  folds: Folds;
  choices: BenchmarkChoices;
  problems: readonly Finding[];
  change: (folds: NonNullable<Folds>) => void;
}

/** The way to make folds, and what it asks for. */
export function foldsForm({ folds, choices, problems, change }: FoldsForm): TemplateResult {
  const kind = kindOf(folds, choices.folds);
  const pick = (label: string) => {
    const next = choices.folds.find((one) => one.label === label);
    if (next) change(begun(next, choices));
  };
  const kinds = choices.folds.map(({ label }) => [label, t(label)] as const);
  return html`<div class="fields">
    ${selectField({ ...{ label: t("Folds"), pointer: "/folds", value: kind?.label ?? "", options: kinds, problems }, change: pick })}
    ${
      typeof folds === "string"
        ? selectField({
            ...{ label: t("Test split"), pointer: "/folds/split", value: folds, problems: [], change },
            options: choices.splits.map((split) => [split, split] as const),
          })
        : kind?.parameters.map((parameter) => parameterField(parameter, folds, choices, change))
    }
  </div>`;
}

function parameterField(
  parameter: Parameter,
  folds: Exclude<Folds, string>,
  { columns }: BenchmarkChoices,
  change: FoldsForm["change"],
): TemplateResult {
  if (!folds) return html``;
  const label = TITLES[parameter];
  const pointer = `/folds/${parameter}`;
  const value = String(folds[parameter] ?? "");
  if (parameter !== "column")
    return formField({
      ...{ label, pointer, value, problems: [] },
      // What is no number is refused in the kernel, with what it is.
      change: (text) => change({ ...folds, [parameter]: /^\d+$/.test(text.trim()) ? Number(text) : text }),
    });
  return selectField({
    ...{ label: t(label), pointer, value, problems: [] },
    options: [["", t("choose one")], ...columns.map(({ name }) => [name, name] as const)],
    change: (column) => change({ ...folds, ...(column ? { column } : {}) }),
  });
}

/** The kind whose splitter the folds are of. */
const kindOf = (folds: Folds, kinds: readonly FoldsKind[]): FoldsKind | undefined =>
  kinds.find(({ folds: splitter }) =>
    typeof folds === "string" || folds === undefined
      ? splitter === undefined
      : splitter !== undefined && Object.entries(splitter).every(([key, value]) => folds[key] === value),
  );

/** The folds of a kind that has just been chosen. */
function begun({ folds, parameters }: FoldsKind, { splits }: BenchmarkChoices): NonNullable<Folds> {
  if (!folds) return splits.find((split) => split === "test") ?? splits.at(-1) ?? "";
  return { ...folds, ...Object.fromEntries(parameters.filter((one) => one !== "column").map((one) => [one, NUMBER])) };
}
