import { benchmarkCommands } from "./benchmark-commands.js";
import { citationCommands } from "./citation-commands.js";
import { completionCommand } from "./completion/completion-command.js";
import { discoveryCommands } from "./discovery-commands.js";
import { exampleCommands } from "./example-commands.js";
import { FoundryCommand } from "./foundry-command.js";
import { endOnSignals } from "./interruption.js";
import { curationCommands, versionCommands } from "./lifecycle-commands.js";
import { modelCommands } from "./model-commands.js";
import { publishCommands } from "./publish-commands.js";
import { serviceCommands } from "./service-commands.js";
import { transferCommands } from "./transfer/transfer-commands.js";
import { write } from "./terminal.js";
import { VERSION } from "../contracts/version.js";

const GROUPS: readonly [title: string, declare: (program: FoundryCommand) => void][] = [
  ["Start:", exampleCommands],
  ["Find and look:", discoveryCommands],
  ["Publish:", publishCommands],
  ["Copy and move:", transferCommands],
  ["Cite and describe:", citationCommands],
  ["Models:", modelCommands],
  ["Benchmarks:", benchmarkCommands],
  ["Versions:", versionCommands],
  ["Curation:", curationCommands],
  ["Serve:", serviceCommands],
  ["Shell:", completionCommand],
];

/** Commands that end in their own order when a signal comes. */
const SERVERS = ["serve"];

/** The `foundry-lab` command, whole: every subcommand is declared here, whoever carries it out. Failures are thrown. */
export function makeProgram(): FoundryCommand {
  const program = new FoundryCommand("foundry-lab")
    .usage("COMMAND [options]")
    .description("Datasets and models: find, publish, load, run, copy, verify and serve them.")
    .version(VERSION)
    // `publish-model --version 2.0.0` is the model's.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: write });
  for (const [title, declare] of GROUPS) {
    program.commandsGroup(title);
    declare(program);
  }
  program
    .helpCommand("help [command]", "show how a command is called")
    .addHelpText(
      "after",
      "\n`foundry-lab COMMAND --help` shows a command's options and an example.\n" +
        "Exit status: 0 done, 1 a problem, 2 wrong usage. FOUNDRY_STORE names another store, FOUNDRY_URL a hub.",
    )
    .hook("preAction", (_, command) => {
      if (!SERVERS.includes(command.name())) endOnSignals();
    });
  return program;
}
