import type { Benchmark } from "../contracts/types.js";
import { pythonString } from "./python-text.js";

/** Text of a cell that enters a benchmark: loads each fold, fits, predicts, submits. */
export function entryCell({ name, version, task, target, targets, inputs = [], id, labels }: Benchmark): string {
  const start = [
    "import foundry_lab as foundry",
    "",
    `benchmark = foundry.benchmark(${pythonString(`${name}@${version}`)})`,
  ];
  if (labels.inputsHidden)
    return [
      ...start,
      'model = foundry.model("…")  # a published model of yours: the hub runs it on the hidden rows',
      'entry = benchmark.submit(model, name="my model")',
      "entry",
    ].join("\n");
  const columns = `[[${inputs.map((input) => pythonString(input)).join(", ")}]]`;
  const goal = targets ? "benchmark.target_of(fold)" : pythonString(target);
  const guess = task === "regression" ? "y.mean()" : "y.mode()[0]";
  return [
    ...start,
    "predictions = {}",
    "for fold in benchmark.folds:",
    "    train, test = benchmark.train(fold).to_pandas(), benchmark.test(fold).to_pandas()",
    `    X, y = train${columns}, train[${goal}]`,
    `    guess = ${guess}  # fit your model on X and y here, and predict test${columns}`,
    `    predictions[fold] = {row: guess for row in test[${pythonString(id)}]}`,
    "",
    'entry = benchmark.submit(predictions, name="my model")',
    "entry",
  ].join("\n");
}
