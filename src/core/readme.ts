import type { Benchmark, ColumnDraft, Dataset, Model, Split } from "../contracts/types.js";
import { datasetOf } from "./benchmarks.js";
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
  const { deadline, submissionsPerDay, entrants, extraData } = rules;
  const ruled = [
    deadline && `- Until ${escapeInline(deadline)}`,
    submissionsPerDay && `- ${formatNumber(submissionsPerDay)} submissions a day for each entrant`,
    entrants && `- Entrants: ${entrants.map(escapeInline).join(", ")}`,
    extraData && `- Other data: ${escapeInline(extraData)}`,
  ].filter(Boolean);
  return [
    "## Task",
    `Predict ${escapeInline(target)}${unit ? ` (${escapeInline(unit)})` : ""} of \`${datasetOf(benchmark)}\`: a ${task}${labels.hidden ? " with hidden labels" : ""}.`,
    "## Folds",
    table(["Fold", "Test rows", "File"], folds.map(({ name, rows, path }) => [name, formatNumber(rows), path])),
    "## Metrics",
    table(["Metric", "Better", "Unit", "Expression"], metrics.map((metric) => [metric.name, metric.higherIsBetter ? "higher" : "lower", metric.unit, metric.expression])),
    ...(ruled.length > 0 ? ["## Rules", ruled.join("\n")] : []),
  ];
}

function facts(manifest: Manifest): string {
  const { name, version, licence, authors = [], doi, url, source, keywords = [], publishedAt } = manifest;
  const listed: [string, string | undefined][] = [
    ["Reference", `\`${name}@${version}\``],
    ["Licence", licence ? escapeInline(licence) : "not given: ask the authors before using it"],
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

function modelSections({ signature, trainedOn = [], metrics = [], card, environment = {} }: Model): string[] {
  const columns = (title: string, tensors: Model["signature"]["inputs"]) => [
    `## ${title}`,
    table(
      ["Column", "Unit", "Tensor", "Description"],
      tensors.flatMap((tensor) =>
        tensor.columns.map((column) => [column.name, column.unit, `${tensor.name} (${tensor.datatype})`, columnNote(column)]),
      ),
    ),
  ];
  const trained = trainedOn.map(({ dataset, version, split }) => `- \`${dataset}@${version}\`, split ${escapeInline(split)}`);
  const measured = metrics.map(({ name, value, unit, dataset, split }) => [name, String(value), unit, dataset, split]);
  const packages = Object.entries(environment).map(([name, version]) => `- ${escapeInline(name)} ${escapeInline(version)}`);
  return [
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
