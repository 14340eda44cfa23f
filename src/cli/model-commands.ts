import { Argument, type Command } from "commander";

/** What every command needs. */
export interface Commands {
  command: (name: string, description: string) => Command;
  referenceArgument: () => Argument;
  repeated: (text: string, before: string[]) => string[];
  /** What each of them does here. */
  readsData: () => never;
}

/** Commands that run models: the Python command carries them out, and here they are for the help. */
export function modelCommands({ command, referenceArgument, repeated, readsData }: Commands): void {
  const withLimits = (made: Command) =>
    made
      .option("--trust", "run the code of its publisher, in a process of its own; kept for this version")
      .option("--trust-pickle", "the same for a pickle, which runs any code when it is opened")
      .option("--timeout <seconds>", "what a model's own code may take for one batch", "300")
      .option("--memory <gib>", "what a model's own code may use", "4");

  withLimits(
    command("publish-model", "publish a model's file, or a folder of Python files with an entry point")
      .argument("<path>", "an ONNX, skops, XGBoost, LightGBM, Keras or exported PyTorch file, a .py file or a folder")
      .requiredOption("--name <name>", "what it is called: lower case letters, digits and hyphens")
      .option("--version <version>", "three numbers", "1.0.0")
      .option("--example <data>", "a few rows that it runs on: a file, or NAME@1.2.0/SPLIT")
      .option(
        "--input-unit <column=unit>",
        "a column that it takes, with its unit or without (repeatable, in order)",
        repeated,
        [],
      )
      .option(
        "--output-unit <column=unit>",
        "a column that it gives, with its unit or without (repeatable, in order)",
        repeated,
        [],
      )
      .option("--trained-on <data>", "what it was trained on, NAME@1.2.0/SPLIT (repeatable)", repeated, [])
      .option("--metric <name=number>", "a figure of merit, as in MAE=0.41 (repeatable)", repeated, [])
      .option("--title <text>", "what lists show")
      .option("--description <text>", "what it predicts, and how")
      .option("--license <license>", "an SPDX identifier, such as MIT")
      .option("--author <name>", "who made it (repeatable)", repeated, [])
      .option("--citation <text>", "a work to cite with it (repeatable)", repeated, [])
      .option("--keyword <word>", "for those who search (repeatable)", repeated, [])
      .option("--domain <domain>", "such as chemistry (repeatable)", repeated, [])
      .option("--task <task>", "such as regression (repeatable)", repeated, [])
      .option("--intended-use <text>", "for the card: what it is for")
      .option("--limits <text>", "for the card: where it fails")
      .option("--card <file>", "anything else for the card, in Markdown")
      .option(
        "--requirement <package>",
        "a package beyond those that it imports, as in ase==3.26.0 (repeatable)",
        repeated,
        [],
      )
      .option("--entrypoint <module:name>", "of a folder or .py file: a function or a class")
      .option("--method <name>", "of a class: what is called", "predict")
      .option("--takes <kind>", "how Python code is called: columns, array, pandas, arrow or rows")
      .option("--per-row", "a function takes the values of one row"),
  ).action(readsData);

  withLimits(
    command("predict", "run a model on a file or a split, and print its predictions as CSV")
      .addArgument(
        new Argument(
          "<reference>",
          "NAME, NAME@1, NAME@1.2.0, a DOI, a package's folder or https://host/v2/models/NAME",
        ),
      )
      .argument("<data>", "a table's file, or NAME@1.2.0/SPLIT")
      .option(
        "--column <input=column>",
        "the data's column for an input that is called otherwise there (repeatable)",
        repeated,
        [],
      )
      .option("--batch-rows <n>", "rows given to it at once", "16384")
      .option("--executor <executor>", "threads, processes, or a number of threads; without, batch after batch")
      .option("--progress", "show a bar on stderr")
      .option("-o, --output <file>", "write them to a .csv, .parquet, .arrow or .jsonl file"),
  ).action(readsData);

  command("deploy", "run a model on Ray Serve, or write a manifest by which KServe runs it")
    .addArgument(referenceArgument())
    .option("--ray", "run it on Ray Serve until Ctrl+C")
    .option("--kserve", "print an InferenceService")
    .option("--host <address>", "Ray: where to listen", "127.0.0.1")
    .option("--port <n>", "Ray: where to listen", "8000")
    .option("--address <cluster>", "Ray: a cluster; without, one on this machine is started")
    .option("--replicas <n>", "processes that run it", "1")
    .option("--trust", "run the model's own code for those who ask", false)
    .option("--image <image>", "KServe: a container image that has foundry-lab")
    .option("--store <url>", "KServe: the store, s3://bucket/prefix")
    .option("--claim <name>", "KServe: the volume claim that holds the store's folder, instead")
    .option("--namespace <name>", "KServe: the namespace")
    .option("--token-secret <name>", "KServe: the Secret whose key `token` is the hub's token", "foundry-lab")
    .option("-o, --output <file>", "KServe: write it to a file")
    .action(readsData);
}
