import type { Benchmark, Model } from "../../contracts/types.js";
import { problem } from "../../core/problems.js";

const CODE = new Set<Model["format"]>(["python", "torch", "keras", "pickle"]);

/**
 * What the entrant of a model should know.
 * @throws FoundryProblem for a model that cannot predict a benchmark's rows, by what its record says
 */
export function checkModel(benchmark: Benchmark, model: Model): string[] {
  const notes: string[] = [];
  const reference = `${model.name}@${model.version}`;
  const given = new Set(benchmark.inputs ?? []);
  const lacking = columns(model.signature.inputs).filter((name) => !given.has(name));
  if (lacking.length > 0)
    throw problem(
      "refused-model",
      `${reference} takes ${lacking
        .slice(0, 3)
        .map((name) => `'${name}'`)
        .join(
          ", ",
        )}${lacking.length > 3 ? ` and ${lacking.length - 3} more` : ""}, which the benchmark does not give; it gives ${[...given].slice(0, 5).join(", ") || "no inputs"}.`,
    );
  const outputs = columns(model.signature.outputs);
  const targets = benchmark.targets ?? [benchmark.target];
  if (!targets.every((target) => outputs.includes(target)))
    notes.push(`Its output '${outputs[0]}' is taken for '${targets[0]}', as it has none of that name.`);
  if (CODE.has(model.format)) notes.push("It runs code of its publisher, so the hub's operator must trust it.");
  const trained = (model.trainedOn ?? []).filter(({ dataset }) => dataset === benchmark.dataset.name);
  for (const { split } of trained)
    notes.push(`It was trained on ${benchmark.dataset.name}, split '${split}': test rows in it would be known to it.`);
  return notes;
}

const columns = (tensors: Model["signature"]["inputs"]): string[] =>
  tensors.flatMap((tensor) => tensor.columns.map(({ name }) => name));
