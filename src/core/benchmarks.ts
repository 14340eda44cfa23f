import type { Benchmark, ClassLabel, ColumnDraft, FoldRows } from "../contracts/types.js";
import { validateFoldRows } from "../contracts/validators.js";
import { parseJson } from "./contract.js";
import { checkWeighable, metricOf } from "./metrics/metrics.js";
import { faultAt, problem } from "./problems.js";

/** `name@version` of a benchmark's dataset. */
export const datasetOf = ({ dataset }: Benchmark): string => `${dataset.name}@${dataset.version}`;

/** What an entry is called that is computed with a benchmark. */
export const baselineName = (baseline: string): string => `baseline: ${baseline}`;

/**
 * Whether entries count together in the quotas, whoever made them. Anybody may call themselves anything, so that a quota
 * guards hidden labels only where the organiser lists the names.
 */
export const countsTogether = ({ labels, rules }: Benchmark): boolean => labels.hidden && !rules?.entrants;

/** What a benchmark predicts, and from what. */
export function benchmarkColumns({ inputs = [], target, unit, classes = [], id }: Benchmark): ColumnDraft[] {
  return [
    { name: id, role: "id" },
    ...inputs.map((name): ColumnDraft => ({ name, role: "input" })),
    {
      name: target,
      role: "target",
      ...(unit ? { unit } : {}),
      ...(classes.length > 0 ? { classes: classes.map(String) } : {}),
    },
  ];
}

/** Checks what a benchmark's schema cannot say. */
export function checkBenchmark({ task, folds, metrics, classes, labels, weight }: Benchmark): void {
  const wrong = (pointer: string, reason: string) =>
    problem("invalid-manifest", `The manifest is wrong at ${pointer}: ${reason}.`, { pointer });
  if (folds.length === 0) throw wrong("/folds", "there must be a fold at least");
  if (metrics.length === 0) throw wrong("/metrics", "there must be a metric at least");
  if (task === "classification" && (classes?.length ?? 0) < 2)
    throw wrong("/classes", "a classification has two classes at least");
  if (classes && new Set(classes).size < classes.length) throw wrong("/classes", "a class is listed twice");
  if (labels.hidden && labels.sha256 === undefined)
    throw wrong("/labels/sha256", "hidden labels are named by their digest");
  if (labels.inputsHidden && !labels.hidden) throw wrong("/labels", "hidden inputs need hidden labels");
  for (const [place, metric] of metrics.entries())
    faultAt(`/metrics/${place}`, () => {
      metricOf(metric, task, classes?.length);
      if (weight !== undefined) checkWeighable(metric, weight);
    });
}

/** Reads the rows of a fold, and checks them against what the manifest says of it. */
export function parseFold(
  text: string,
  name: string,
  { rows, hidden, weighed }: { rows?: number; hidden: boolean; weighed: boolean },
): FoldRows {
  const found = parseJson(validateFoldRows, text, `The fold '${name}'`, "invalid-manifest");
  const wrong = (reason: string) => problem("invalid-manifest", `The fold '${name}' is wrong: ${reason}.`);
  if (rows !== undefined && found.test.length !== rows)
    throw wrong(`it has ${found.test.length} rows and the manifest says ${rows}`);
  if (new Set(found.test).size < found.test.length) throw wrong("a row is in it twice");
  if (hidden && found.truth !== undefined) throw wrong("its labels are to be hidden, but they are in it");
  if (found.inputs !== undefined) throw wrong("its inputs are to be in the dataset or hidden, but they are in it");
  if (weighed ? found.weights?.length !== found.test.length : found.weights !== undefined)
    throw wrong(
      weighed ? "it has not one weight for each row" : "it has weights, and the manifest names no column of them",
    );
  if (!hidden && found.truth?.length !== found.test.length) throw wrong("it has not one label for each row");
  return found;
}

/** The labels of a fold that has them. */
export const truthOf = ({ truth = [] }: FoldRows): readonly ClassLabel[] => truth;
