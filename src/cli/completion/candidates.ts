import { Help, type Argument, type Option } from "commander";
import { FoundryCommand } from "../foundry-command.js";

/** What can stand in a place: some words, or any file. */
export interface Flag {
  names: string[];
  description: string;
  takesValue: boolean;
  choices: readonly string[];
}

/** What can follow the words of one command. */
export interface Candidates {
  /** Without the program's own name: `benchmark leaderboard`; empty for the program. */
  words: readonly string[];
  subcommands: { name: string; description: string }[];
  flags: Flag[];
  /** Words that its arguments are one of. */
  choices: readonly string[];
}

/** Reads what can follow each command from the tree that is also parsed. */
export function candidatesOf(command: FoundryCommand, words: readonly string[] = []): Candidates[] {
  const help = new Help();
  const subcommands = help.visibleCommands(command);
  return [
    {
      words,
      subcommands: subcommands.map((each) => ({ name: each.name(), description: each.description() })),
      flags: help.visibleOptions(command).map(flagOf),
      choices: command.registeredArguments.flatMap((argument: Argument) => argument.argChoices ?? []),
    },
    ...command.commands.flatMap((each) =>
      each instanceof FoundryCommand ? candidatesOf(each, [...words, each.name()]) : [],
    ),
  ];
}

const flagOf = (option: Option): Flag => ({
  names: [option.short, option.long].filter((name) => name !== undefined),
  description: option.description,
  takesValue: option.required || option.optional,
  choices: option.argChoices ?? [],
});
