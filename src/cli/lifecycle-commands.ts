import { userInfo } from "node:os";
import type { Kind, LifecycleRequest } from "../contracts/types.js";
import type { FoundryCommand } from "./foundry-command.js";
import { print } from "./terminal.js";
import { withFoundry } from "./with-foundry.js";

interface Options {
  json: boolean;
  kind?: Kind;
  by?: string;
  reason?: string;
  comment?: string;
}

/** Commands that deprecate, withdraw and rename. */
export function versionCommands(program: FoundryCommand): void {
  action(
    program
      .subcommand(
        "deprecate",
        "warn whoever loads a version, or every version of NAME",
        'foundry-lab deprecate gaps@1.0.0 --reason "Use 2.0.0: the unit was wrong."',
      )
      .withReference("NAME or NAME@1.2.0")
      .requiredOption("--reason <text>", "why, and what to use instead"),
    "deprecate",
  );
  action(
    program
      .subcommand(
        "withdraw",
        "take a version out of search and loading; its whole reference still finds it",
        'foundry-lab withdraw gaps@1.0.0 --reason "The license does not allow it."',
      )
      .withReference("NAME@1.2.0")
      .requiredOption("--reason <text>", "why"),
    "withdraw",
  );
  action(
    program
      .subcommand("restore", "take back a deprecation or withdrawal", "foundry-lab restore gaps@1.0.0")
      .withReference("NAME@1.2.0")
      .option("--reason <text>", "why"),
    "restore",
  );
  withActor(
    program
      .subcommand(
        "rename",
        "give a package another name; references with the old one go on working",
        "foundry-lab rename gaps band-gaps",
      )
      .argument("<old>", "its name")
      .argument("<new>", "a name that is free"),
  ).action((reference: string, to: string, options: Options) => act({ action: "rename", reference, to }, options));
}

/** Commands for a store whose curator lets versions in, and for who submits to it. */
export function curationCommands(program: FoundryCommand): void {
  action(
    program
      .subcommand("review", "take a submission into review", "foundry-lab review gaps@1.0.0")
      .withReference("NAME@1.2.0"),
    "review",
  );
  action(
    program
      .subcommand(
        "accept",
        "let a submission in: search and loading find it from then on",
        "foundry-lab accept gaps@1.0.0",
      )
      .withReference("NAME@1.2.0")
      .option("--comment <text>", "comments for its authors"),
    "accept",
  );
  action(
    program
      .subcommand(
        "return",
        "send a submission back to its authors, with comments",
        'foundry-lab return gaps@1.0.0 --comment "Which method?"',
      )
      .withReference("NAME@1.2.0")
      .option("--comment <text>", "what is to be done"),
    "return",
  );
  action(
    program
      .subcommand(
        "resubmit",
        "submit a version again that a curator returned",
        'foundry-lab resubmit gaps@1.0.0 --comment "The method is in the description."',
      )
      .withReference("NAME@1.2.0")
      .option("--comment <text>", "what was done about the curator's comments"),
    "submit",
  );
}

const withActor = (command: FoundryCommand) =>
  command.withKind().option("--by <name>", "who does it; this user by default");

const action = (command: FoundryCommand, name: LifecycleRequest["action"]) =>
  withActor(command).action((reference: string, options: Options) => {
    const reason = options.reason ?? options.comment;
    return act({ action: name, reference, ...(reason === undefined ? {} : { reason }) }, options);
  });

function act(request: Omit<LifecycleRequest, "by" | "kind">, { json, kind, by }: Options): Promise<void> {
  return withFoundry(async (foundry) => {
    const { statusText } = await import("./status-text.js");
    const statuses = await foundry.act({ ...request, ...(kind ? { kind } : {}), by: by ?? userName() });
    print(json, statuses, () => statusText(statuses));
  });
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}
