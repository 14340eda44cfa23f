import type { Benchmark } from "../contracts/types.js";
import { datasetOf } from "../core/benchmarks.js";
import { citationTexts } from "../core/citation.js";
import { bytesOf, columnsOf, rowsOf, type Manifest } from "../core/manifests.js";
import { formatBytes, formatCount, formatNumber } from "../core/quantities.js";
import { table } from "./terminal.js";

/** A package as text. */
export function card(manifest: Manifest): string {
  const { kind, name, version, title, description, license, authors = [], keywords = [], doi, url } = manifest;
  const rows = rowsOf(manifest);
  const size = [rows === undefined ? "" : formatCount(rows, "row"), formatBytes(bytesOf(manifest))].filter(Boolean);
  const facts: [string, string | undefined][] = [
    ["Kind", kind],
    ["Size", size.join(", ")],
    ["License", license ?? "not given"],
    ["Authors", authors.map((author) => author.name).join(", ")],
    ["Keywords", keywords.join(", ")],
    ["DOI", doi],
    ["Home", url],
    ["Published", manifest.publishedAt.slice(0, 10)],
  ];
  return [
    `${title}  (${name}@${version})`,
    description,
    table(facts.flatMap(([label, text]) => (text ? [[label, text]] : []))),
    ...parts(manifest),
    ["Columns", columnTable(manifest)].join("\n"),
    ["Citation", ...citationTexts(manifest).map((text) => `  ${text}`)].join("\n"),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function parts(manifest: Manifest): string[] {
  if (manifest.kind === "dataset") {
    const splits = manifest.splits.map((split) => [split.name, formatCount(split.rows, "row"), split.path]);
    return [`Splits\n${table(splits, "  ")}`];
  }
  if (manifest.kind === "benchmark") {
    const folds = manifest.folds.map((fold) => [fold.name, formatCount(fold.rows, "row")]);
    const scored = manifest.metrics.map((metric) => [
      metric.name,
      metric.higherIsBetter ? "higher is better" : "lower is better",
    ]);
    const { target, unit, task, labels } = manifest;
    const predicts = `${target}${unit ? ` [${unit}]` : ""} (${task}${labels.hidden ? ", labels hidden" : ""})`;
    return [
      `Dataset\n  ${datasetOf(manifest)}`,
      `Predicts\n  ${predicts}`,
      `Folds\n${table(folds, "  ")}`,
      ...rulesOf(manifest),
      `Metrics\n${table(scored, "  ")}`,
    ];
  }
  const { trainedOn = [], metrics = [] } = manifest;
  const trained = trainedOn.map(({ dataset, version, split }) => `  ${dataset}@${version}, split ${split}`);
  const measured = metrics.map(({ name, value, unit, dataset, split }) => {
    return [name, `${String(value)} ${unit ?? ""}`.trim(), [dataset, split].filter(Boolean).join(", ")];
  });
  return [
    ...(trained.length > 0 ? [`Trained on\n${trained.join("\n")}`] : []),
    ...(measured.length > 0 ? [`Metrics\n${table(measured, "  ")}`] : []),
  ];
}

function rulesOf({ rules }: Benchmark): string[] {
  const lines = [
    ...(rules?.deadline ? [["until", rules.deadline]] : []),
    ...(rules?.submissionsPerDay ? [["entries a day", String(rules.submissionsPerDay)]] : []),
    ...(rules?.submissionsTotal ? [["entries in all", String(rules.submissionsTotal)]] : []),
    ...(rules?.digits ? [["digits of scores", String(rules.digits)]] : []),
  ];
  return lines.length > 0 ? [`Rules\n${table(lines, "  ")}`] : [];
}

function columnTable(manifest: Manifest): string {
  const columns = columnsOf(manifest);
  const rows = columns.map((column) => [
    column.name,
    "type" in column ? column.type : "",
    column.unit ?? "",
    column.role ?? "",
    column.description ?? "",
  ]);
  return `${table([["name", "type", "unit", "role", "description"], ...rows], "  ")}\n  (${formatNumber(columns.length)} in all)`;
}
