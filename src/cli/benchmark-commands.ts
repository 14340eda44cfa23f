import { choice, choiceArgument, wholeNumber, type FoundryCommand } from "./foundry-command.js";
import { becomePython, inPython } from "./python.js";

const REFERENCE = "NAME, NAME@1 or NAME@1.2.0";

/** Commands that show a benchmark's entries, and enter it; `list` and `show` know benchmarks like any package. */
export function benchmarkCommands(program: FoundryCommand): void {
  const benchmark = program.subgroup("benchmark", "a benchmark's leaderboard, or the benchmark in other forms");
  inPython(
    benchmark
      .subcommand(
        "leaderboard",
        "show its entries, best first",
        "foundry-lab benchmark leaderboard band-gap --sort mae",
      )
      .argument("<benchmark>", REFERENCE)
      .option("--sort <column>", "a metric or METRIC.TARGET that orders them")
      .addOption(
        choice("--kind <kind>", "entries of this kind only", ["predictions", "model", "baseline", "published"]),
      )
      .option("--per-entrant", "only the best entry of each entrant", false)
      .option("--limit <n>", "how many", wholeNumber(1, 1000), 50),
    "leaderboard",
  );
  inPython(
    benchmark
      .subcommand(
        "export",
        "write it in the form of another system, to the standard output",
        "foundry-lab benchmark export band-gap croissant",
      )
      .argument("<benchmark>", REFERENCE)
      .addArgument(choiceArgument("<form>", "'results' are those of Papers with Code", ["croissant", "results"])),
    "export-benchmark",
  );

  const submit = program
    .subcommand(
      "submit",
      "enter predictions or a published model",
      "foundry-lab submit band-gap predictions.csv --name forest",
      "foundry-lab submit band-gap --model gap-forest@1.2.0 --name forest",
    )
    .argument("<benchmark>", REFERENCE)
    .argument("[predictions]", "an Arrow, Parquet, CSV or JSON file; order never matters")
    .option("--model <reference>", "a published model that predicts instead")
    .requiredOption("--name <name>", "what the leaderboard calls it")
    .option("--by <name>", "who enters")
    .option("--description <text>", "what was done")
    .option("--url <address>", "where that is described")
    .option("--check", "check the predictions only", false)
    .action((named: string, predictions: string | undefined, options: { model?: string }) => {
      if ((predictions === undefined) === (options.model === undefined))
        submit.error("give either a file of predictions, or a model with --model");
      return becomePython("submit", { benchmark: named, predictions, ...options });
    });

  inPython(
    program
      .subcommand("reproduce", "compute an entry's scores again", "foundry-lab reproduce band-gap/forest")
      .argument("<submission>", "its id, or BENCHMARK/NAME"),
  );
}
