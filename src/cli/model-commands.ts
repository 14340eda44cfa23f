import { InvalidArgumentError, Option } from "commander";
import { choice, positive, repeated, wholeNumber, type FoundryCommand } from "./foundry-command.js";
import { becomePython, inPython } from "./python.js";

/** Commands that run models, in Python. */
export function modelCommands(program: FoundryCommand): void {
  publishModelCommand(program);
  predictCommand(program);
  deployCommand(program);
}

/** Adds a value to those that were given before. */
type Reader = (text: string, before: unknown[]) => unknown[];

function publishModelCommand(program: FoundryCommand): void {
  const command = program
    .subcommand(
      "publish-model",
      "publish a model's file, or a folder of Python files with an entry point",
      "foundry-lab publish-model gap.onnx --name gap-line --example rows.csv --output-unit gap=eV",
      "foundry-lab publish-model my-code/ --name sum --example rows.csv --entrypoint model:Sum --trust",
    )
    .argument("<path>", "an ONNX, skops, XGBoost, LightGBM, Keras or exported PyTorch file, a .py file or a folder")
    .requiredOption("--name <name>", "what it is called: lower case letters, digits and hyphens")
    .option("--version <version>", "three numbers, or next", "1.0.0")
    .withProgress()
    .option("--example <data>", "a few rows that it runs on: a file, or NAME@1.2.0/SPLIT");
  const several = (flags: string, help: string, read: (text: string, before: never[]) => unknown[] = repeated) =>
    command.option<unknown[]>(flags, `${help} (repeatable)`, read as Reader, []);
  several("--input-unit <column=unit>", "a column that it takes, with its unit or without, in order", column);
  several("--output-unit <column=unit>", "a column that it gives, with its unit or without, in order", column);
  several("--trained-on <data>", "what it was trained on, NAME@1.2.0/SPLIT");
  several("--metric <name=number>", "a figure of merit, as in MAE=0.41", metric);
  several("--author <name>", "who made it");
  several("--citation <text>", "a work to cite with it");
  several("--keyword <word>", "for those who search");
  several("--domain <domain>", "such as chemistry");
  several("--task <task>", "such as regression");
  several("--requirement <package>", "a package beyond those that it imports, as in ase==3.26.0");
  command
    .option("--title <text>", "what lists show")
    .option("--description <text>", "what it predicts, and how")
    .option("--license <license>", "an SPDX identifier, such as MIT")
    .option("--intended-use <text>", "for the card: what it is for")
    .option("--limits <text>", "for the card: where it fails")
    .option("--card <file>", "anything else for the card, in Markdown")
    .option("--entrypoint <module:name>", "of a folder or .py file: a function or a class")
    .option("--method <name>", "of a class: what is called; predict by default")
    .addOption(choice("--takes <kind>", "how Python code is called", ["columns", "array", "pandas", "arrow", "rows"]))
    .option("--per-row", "a function takes the values of one row", false);
  inPython(withLimits(command));
}

function predictCommand(program: FoundryCommand): void {
  inPython(
    withLimits(
      program
        .subcommand(
          "predict",
          "run a model on a file or a split, and print its predictions as CSV",
          "foundry-lab predict gap-line rows.csv -o gaps.parquet",
          "foundry-lab predict gap-line matbench-expt-gap/test --column a=temperature",
        )
        .withReference("NAME, NAME@1, NAME@1.2.0, a DOI, a package's folder or https://host/v2/models/NAME")
        .argument("<data>", "a table's file, or NAME@1.2.0/SPLIT")
        .option(
          "--column <input=column>",
          "the data's column for an input that is named differently there (repeatable)",
          (text, before: [string, string][]) => [...before, pair(text, "INPUT=COLUMN")],
          [],
        )
        .option("--batch-rows <n>", "rows given to it at once", wholeNumber(1, 2 ** 31 - 1), 16_384)
        .option(
          "--executor <executor>",
          "threads, processes, or a number of threads; without, batch after batch",
          executor,
        )
        .withProgress()
        .option("-o, --output <file>", "write them to a .csv, .parquet, .arrow or .jsonl file"),
    ),
  );
}

function deployCommand(program: FoundryCommand): void {
  const onRay = (flags: string, help: string) => new Option(flags, `Ray: ${help}`).conflicts("kserve");
  const onKServe = (flags: string, help: string) => new Option(flags, `KServe: ${help}`).conflicts("ray");
  const command = program
    .subcommand(
      "deploy",
      "run a model on Ray Serve, or write a manifest by which KServe runs it",
      "foundry-lab deploy gap-line --ray --port 8000",
      "foundry-lab deploy gap-line --kserve --image registry.example/foundry-lab:1 --store s3://bucket/store",
    )
    .withReference()
    .addOption(new Option("--ray", "run it on Ray Serve until Ctrl+C").default(false).conflicts("kserve"))
    .option("--kserve", "print an InferenceService", false)
    .addOption(onRay("--host <address>", "where to listen").default("127.0.0.1"))
    .addOption(onRay("--port <n>", "where to listen").default(8000).argParser(wholeNumber(1, 65_535)))
    .addOption(onRay("--address <cluster>", "a cluster; without, one on this machine is started"))
    .option("--replicas <n>", "processes that run it", wholeNumber(1, 1000), 1)
    .option("--trust", "run the model's own code for those who ask", false)
    .addOption(onKServe("--image <image>", "a container image that has foundry-lab"))
    .addOption(onKServe("--store <url>", "the store, s3://bucket/prefix"))
    .addOption(onKServe("--claim <name>", "the volume claim that holds the store's folder, instead"))
    .addOption(onKServe("--namespace <name>", "the namespace"))
    .addOption(
      onKServe("--token-secret <name>", "the Secret whose key `token` is the hub's token").default("foundry-lab"),
    )
    .addOption(onKServe("-o, --output <file>", "write it to a file"))
    .action((reference: string, options: { ray: boolean; kserve: boolean; image?: string }) => {
      if (!options.ray && !options.kserve) command.error("give either --ray or --kserve");
      if (options.kserve && options.image === undefined)
        command.error("KServe runs a container: give an image that has foundry-lab as --image");
      return becomePython("deploy", { reference, ...options });
    });
}

/** Adds consent to a model's own code, and its limits. */
const withLimits = (command: FoundryCommand) =>
  command
    .addOption(
      new Option("--trust", "run the code of its publisher, in a process of its own; kept for this version")
        .default(false)
        .conflicts("trustPickle"),
    )
    .option("--trust-pickle", "the same for a pickle, which runs any code when it is opened", false)
    .option("--timeout <seconds>", "what a model's own code may take for one batch", positive, 300)
    .option("--memory <gib>", "what a model's own code may use", positive, 4);

function pair(text: string, form: string): [string, string] {
  const [name = "", ...rest] = text.split("=");
  const value = rest.join("=").trim();
  if (name.trim() === "" || value === "") throw new InvalidArgumentError(`It must be written as ${form}.`);
  return [name.trim(), value];
}

const column = (text: string, before: [string, string | null][]): [string, string | null][] => [
  ...before,
  text.includes("=") ? pair(text, "COLUMN=UNIT") : [text, null],
];

function metric(text: string, before: [string, number][]): [string, number][] {
  const [name, value] = pair(text, "NAME=NUMBER");
  if (!Number.isFinite(Number(value))) throw new InvalidArgumentError(`'${value}' is not a number.`);
  return [...before, [name, Number(value)]];
}

function executor(text: string): string | number {
  if (text === "threads" || text === "processes") return text;
  const threads = Number(text);
  if (/^\d+$/.test(text) && threads >= 1 && threads <= 1024) return threads;
  throw new InvalidArgumentError("It is one of threads, processes and a number of threads from 1 to 1,024.");
}
