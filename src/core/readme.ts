import type { Benchmark, ColumnDraft, Dataset, Model, Split } from "../contracts/types.js";
import { countsTogether, datasetOf } from "./benchmarks.js";
import { citationTexts } from "./citation.js";
import { escapeInline, escapeParagraphs, tamedMarkdown } from "./markdown.js";
import { bytesOf, type Manifest } from "./manifests.js";
import { formatBytes, formatNumber } from "./quantities.js";

/** The page for people of a package: everything that its manifest says, for whoever opens the folder. */
export function readme(manifest: Manifest): string {
  const body = sectionsOf(manifest);
  const sections = [
    `# ${escapeInline(manifest.title)}`,
    manifest.description && escapeParagraphs(manifest.description),
    facts(manifest),
    ...body,
    citation(manifest),
  ];
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}

function sectionsOf(manifest: Manifest): string[] {
  if (manifest.kind === "dataset") return datasetSections(manifest);
  return manifest.kind === "model" ? modelSections(manifest) : benchmarkSections(manifest);
}

function benchmarkSections(benchmark: Benchmark): string[] {
  const { task, target, unit, folds, metrics, rules = {}, labels } = benchmark;
  const { deadline, submissionsPerDay, submissionsTotal, digits, entrants, extraData } = rules;
  const whose = countsTogether(benchmark) ? "of all entrants together" : "for each entrant";
  const ruled = [
    deadline && `- Until ${escapeInline(deadline)}`,
    submissionsPerDay && `- ${formatNumber(submissionsPerDay)} submissions a day ${whose}`,
    submissionsTotal && `- ${formatNumber(submissionsTotal)} submissions in all ${whose}`,
    digits && `- Scores in ${digits} significant digits`,
    entrants && `- Entrants: ${entrants.map(escapeInline).join(", ")}`,
    extraData && `- Other data: ${escapeInline(extraData)}`,
  ].filter(Boolean);
  return [
    "## Task",
    `Predict ${escapeInline(target)}${unit ? ` (${escapeInline(unit)})` : ""} of \`${datasetOf(benchmark)}\`: a ${task}${labels.hidden ? " with hidden labels" : ""}.`,
    "## Folds",
    table(
      ["Fold", "Test rows", "File"],
      folds.map(({ name, rows, path }) => [name, formatNumber(rows), path]),
    ),
    "## Metrics",
    table(
      ["Metric", "Better", "Unit", "Expression"],
      metrics.map((metric) => [
        metric.name,
        metric.higherIsBetter ? "higher" : "lower",
        metric.unit,
        metric.expression,
      ]),
    ),
    ...(ruled.length > 0 ? ["## Rules", ruled.join("\n")] : []),
  ];
}

function facts(manifest: Manifest): string {
  const { name, version, license, authors = [], doi, url, source, keywords = [], publishedAt } = manifest;
  const listed: [string, string | undefined][] = [
    ["Reference", `\`${name}@${version}\``],
    ["License", license ? escapeInline(license) : "not given: ask the authors before using it"],
    ["Authors", authors.map((author) => escapeInline(author.name)).join(", ") || undefined],
    ["DOI", doi && escapeInline(doi)],
    ["Home", url && escapeInline(url)],
    ["Source", source && escapeInline(source)],
    ["Keywords", keywords.map(escapeInline).join(", ") || undefined],
    ["Published", publishedAt.slice(0, 10)],
    ["Size", formatBytes(bytesOf(manifest))],
  ];
  return listed.flatMap(([label, text]) => (text ? [`- **${label}:** ${text}`] : [])).join("\n");
}

function datasetSections({ splits, columns }: Dataset): string[] {
  return [
    "## Splits",
    table(["Split", "Rows", "File", "Description"], splits.map(splitRow)),
    "## Columns",
    table(
      ["Column", "Type", "Unit", "Role", "Description"],
      columns.map((column) => [column.name, column.type, column.unit, column.role, columnNote(column)]),
    ),
  ];
}

const splitRow = ({ name, rows, path, description }: Split) => [name, formatNumber(rows), path, description];

const CODE =
  "It runs code of its publisher: only after you trust this version, in a process and an environment of its own.";

const RUNS: Record<Model["format"], string> = {
  onnx: "An ONNX model in a single file: ONNX Runtime runs it, and nothing in it is code.",
  skops:
    "A scikit-learn estimator kept as skops: it runs where all of its types are known, and otherwise asks for your trust.",
  xgboost: "A model of XGBoost in its JSON format, which holds numbers and no code.",
  lightgbm: "A model of LightGBM in its text format, which holds numbers and no code.",
  torch: `An exported program of PyTorch. ${CODE}`,
  keras: `A Keras archive. ${CODE}`,
  python: `Python source. ${CODE}`,
  pickle: `A pickle, which can run any code when it is opened. ${CODE}`,
  pipeline: "Published models, one after the other; each asks for your trust if it runs code.",
};

function modelSections(model: Model): string[] {
  const { signature, trainedOn = [], metrics = [], card, environment = {}, intendedUse, limits, steps = [] } = model;
  const columns = (title: string, tensors: Model["signature"]["inputs"]) => [
    `## ${title}`,
    table(
      ["Column", "Unit", "Tensor", "Description"],
      tensors.flatMap((tensor) =>
        tensor.columns.map((column) => [
          column.name,
          column.unit,
          `${tensor.name} (${tensor.datatype})`,
          columnNote(column),
        ]),
      ),
    ),
  ];
  const trained = trainedOn.map(
    ({ dataset, version, split }) => `- \`${dataset}@${version}\`, split ${escapeInline(split)}`,
  );
  const measured = metrics.map(({ name, value, unit, dataset, split }) => [name, String(value), unit, dataset, split]);
  const packages = Object.entries(environment).map(
    ([name, version]) => `- ${escapeInline(name)} ${escapeInline(version)}`,
  );
  return [
    "## How it runs",
    RUNS[model.format],
    ...(steps.length > 0
      ? [steps.map((step, index) => `${String(index + 1)}. \`${escapeInline(step.model)}\``).join("\n")]
      : []),
    ...(intendedUse ? ["## Intended use", tamedMarkdown(intendedUse)] : []),
    ...(limits ? ["## Limits", tamedMarkdown(limits)] : []),
    ...columns("Inputs", signature.inputs),
    ...columns("Outputs", signature.outputs),
    ...(trained.length > 0 ? ["## Trained on", trained.join("\n")] : []),
    ...(measured.length > 0 ? ["## Metrics", table(["Metric", "Value", "Unit", "Dataset", "Split"], measured)] : []),
    ...(card ? ["## Model card", tamedMarkdown(card)] : []),
    ...(packages.length > 0 ? ["## Environment", packages.join("\n")] : []),
  ];
}

function columnNote({ description, classes = [] }: ColumnDraft): string {
  return [description, classes.length > 0 ? `One of ${classes.join(", ")}.` : ""].filter(Boolean).join(" ");
}

function citation(manifest: Manifest): string {
  return ["## Citation", ...citationTexts(manifest).map((text) => `- ${escapeInline(text)}`)].join("\n\n");
}

function table(head: string[], rows: (string | undefined)[][]): string {
  const line = (cells: (string | undefined)[]) => `| ${cells.map((cell) => escapeInline(cell ?? "")).join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
