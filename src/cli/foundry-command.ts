import { Argument, Command, Help, InvalidArgumentError, Option, type ParseOptionsResult } from "commander";
import { KINDS } from "../core/kinds.js";
import { nearest } from "../core/nearest.js";
import { FoundryProblem, problem } from "../core/problems.js";

/** A call that is written wrongly, which ends with 2 where other problems end with 1. */
export class WrongUsage extends FoundryProblem {
  constructor(sentence: string, suggestions: readonly string[]) {
    super(problem("invalid-request", sentence, { suggestions }).problem);
  }
}

/** Help without the defaults of options that are off, or not there. */
class BriefHelp extends Help {
  override optionDescription(option: Option): string {
    return super.optionDescription(option).replace(/ \(default: (?:false|\[\])\)$/, "");
  }
}

/** A command whose refusals are problems of one sentence, and whose help ends with examples. */
export class FoundryCommand extends Command {
  readonly examples: string[] = [];
  private unknownFlag: string | undefined;

  override createCommand(name?: string): FoundryCommand {
    return new FoundryCommand(name);
  }

  override createHelp(): Help {
    return Object.assign(new BriefHelp(), this.configureHelp());
  }

  /** Declares a subcommand, with calls of it that its help shows. */
  subcommand(name: string, description: string, ...examples: [string, ...string[]]): FoundryCommand {
    const made = new FoundryCommand(name)
      .copyInheritedSettings(this)
      .description(description)
      .option("--json", "print one JSON document; problems, notes and progress are JSON as well", false);
    made.examples.push(...examples);
    const title = examples.length > 1 ? "Examples:" : "Example:";
    made.addHelpText("after", `\n${[title, ...examples.map((example) => `  ${example}`)].join("\n")}`);
    this.addCommand(made);
    return made;
  }

  /** Declares a command that only has subcommands. */
  subgroup(name: string, description: string): FoundryCommand {
    const made = new FoundryCommand(name).copyInheritedSettings(this).description(description);
    this.addCommand(made);
    return made;
  }

  /** Adds `--progress`, which is the same for every command that has it. */
  withProgress(): this {
    return this.option("--progress", "report progress on stderr, one JSON object a line", false);
  }

  withKind(): this {
    return this.addOption(choice("--kind <kind>", "packages of this kind only", KINDS));
  }

  withReference(description = "NAME, NAME@1, NAME@1.2.0 or a DOI"): this {
    return this.addArgument(new Argument("<reference>", description));
  }

  /** The words that call it: `foundry-lab benchmark leaderboard`. */
  get path(): string {
    return this.parent instanceof FoundryCommand ? `${this.parent.path} ${this.name()}` : this.name();
  }

  override parseOptions(args: string[]): ParseOptionsResult {
    const parsed = super.parseOptions(args);
    this.unknownFlag = parsed.unknown.find((word) => word.startsWith("--"));
    return parsed;
  }

  /** Commander's sentence, with how the command is called right. */
  override error(message: string): never {
    const flag = this.unknownFlag;
    this.unknownFlag = undefined;
    // A required option that is missing may be there, misspelled.
    if (flag !== undefined && message.startsWith("error: required option")) {
      const known = this.options.flatMap(({ long }) => long ?? []);
      const [meant] = nearest(flag, known, 1);
      this.error(`unknown option '${flag}'${meant === undefined ? "" : `\n(Did you mean ${meant}?)`}`);
    }
    const [first = "", ...rest] = message.replace(/^error: /, "").split("\n");
    const [, names] = /^\(Did you mean (?:one of )?(.*)\?\)$/.exec(rest.join("")) ?? [];
    const suggestions = names === undefined ? [] : names.split(", ");
    const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.$/, "")}`;
    const meant = names === undefined ? "" : `; did you mean ${suggestions.join(" or ")}?`;
    throw new WrongUsage(
      `${sentence}${meant}${meant ? "" : "."} \`${this.path} --help\` shows how to call it.`,
      suggestions,
    );
  }

  /** Help that nobody asked for, where a subcommand is missing, is no error. */
  override help(): never {
    return super.help();
  }
}

/** An option that takes one of some words. */
export const choice = (flags: string, description: string, words: readonly string[]): Option =>
  new Option(flags, description).choices(words).argParser((text: string) => oneOf(text, words));

/** An argument that takes one of some words. */
export const choiceArgument = (name: string, description: string, words: readonly string[]): Argument =>
  new Argument(name, description).choices(words).argParser((text: string) => oneOf(text, words));

function oneOf(text: string, words: readonly string[]): string {
  if (words.includes(text)) return text;
  const meant = nearest(text, words, 1).map((word) => ` (did you mean ${word}?)`);
  throw new InvalidArgumentError(`It is one of ${words.join(", ")}${meant.join("")}.`);
}

/** For an option that can be given several times. */
export const repeated = (text: string, before: string[]): string[] => [...before, text];

/** Reads a whole number within bounds, both included. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(
      `It must be a whole number from ${least.toLocaleString("en")} to ${most.toLocaleString("en")}.`,
    );
  };
}

/** Reads a number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
}
