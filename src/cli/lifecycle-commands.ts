import { userInfo } from "node:os";
import { Argument, type Command, type Option } from "commander";
import type { Kind, LifecycleRequest, PackageStatus } from "../contracts/types.js";
import type { Manifest } from "../core/manifests.js";
import type { Reference } from "../core/references.js";
import { changesText } from "./changes-text.js";
import type { Foundry } from "./foundry.js";
import { plain, print, table } from "./terminal.js";

/** What every command needs. */
export interface Commands {
  command: (name: string, description: string) => Command;
  kindOption: () => Option;
  withFoundry: (work: (foundry: Foundry) => Promise<void>) => Promise<void>;
}

interface Given {
  json: boolean;
  kind?: Kind;
  reason?: string;
  comment?: string;
  by?: string;
}

/** Commands for what becomes of versions: their status, deprecation, withdrawal, names, review, and what changed. */
export function lifecycleCommands({ command, kindOption, withFoundry }: Commands): void {
  const reference = (text: string) => new Argument("<reference>", text);
  const act = (request: Omit<LifecycleRequest, "by" | "kind">, { json, kind, by }: Given) =>
    withFoundry(async (foundry) => {
      const found = await foundry.act({ ...request, ...(kind ? { kind } : {}), by: by ?? userName() });
      print(json, found, () => statusText(found));
    });
  const action = (name: string, description: string, what = "NAME@1.2.0") =>
    command(name, description)
      .addArgument(reference(what))
      .addOption(kindOption())
      .option("--by <name>", "who does it; this user by default");

  action("deprecate", "warn whoever loads a version, or every version of NAME", "NAME or NAME@1.2.0")
    .requiredOption("--reason <text>", "why, and what to use instead")
    .action((text: string, given: Given) =>
      act({ action: "deprecate", reference: text, reason: given.reason ?? "" }, given),
    );
  action("withdraw", "take a version out of search and loading; its whole reference still finds it")
    .requiredOption("--reason <text>", "why")
    .action((text: string, given: Given) =>
      act({ action: "withdraw", reference: text, reason: given.reason ?? "" }, given),
    );
  action("restore", "take back a deprecation or withdrawal")
    .option("--reason <text>", "why")
    .action((text: string, given: Given) =>
      act({ action: "restore", reference: text, ...reasonOf(given.reason) }, given),
    );
  command("rename", "give a package another name; references with the old one go on working")
    .argument("<old>", "its name")
    .argument("<new>", "a name that is free")
    .addOption(kindOption())
    .option("--by <name>", "who does it; this user by default")
    .action((text: string, to: string, given: Given) => act({ action: "rename", reference: text, to }, given));

  action("resubmit", "submit a version again that a curator returned", "NAME@1.2.0")
    .option("--comment <text>", "what was done about the curator's comments")
    .action((text: string, given: Given) =>
      act({ action: "submit", reference: text, ...reasonOf(given.comment) }, given),
    );
  action("review", "take a submission into review").action((text: string, given: Given) =>
    act({ action: "review", reference: text }, given),
  );
  action("accept", "let a submission in: search and loading find it from then on")
    .option("--comment <text>", "comments for its authors")
    .action((text: string, given: Given) =>
      act({ action: "accept", reference: text, ...reasonOf(given.comment) }, given),
    );
  action("return", "send a submission back to its authors, with comments")
    .option("--comment <text>", "what is to be done")
    .option("--reason <text>", "the same as --comment")
    .action((text: string, given: Given) =>
      act({ action: "return", reference: text, ...reasonOf(given.comment ?? given.reason) }, given),
    );

  command("status", "show where versions stand, or what waits for a curator")
    .argument("[reference]", "NAME or NAME@1.2.0; without it, every submission")
    .addOption(kindOption())
    .action((text: string | undefined, { json, kind }: Given) =>
      withFoundry(async (foundry) => {
        const found = await foundry.statuses(text, kind);
        print(json, found, () => (found.length === 0 ? "Nothing waits for a curator." : statusText(found)));
      }),
    );
  command("changes", "show what changed between two versions: schema, rows and statistics")
    .argument("<from>", "NAME@1.0.0")
    .argument("<to>", "NAME@1.1.0, or NAME for the newest")
    .action((from: string, to: string, { json }: Given) =>
      withFoundry(async (foundry) => {
        const found = await foundry.changes(from, to);
        print(json, found, () => changesText(found));
      }),
    );
}

/** Says on stderr what a reader should know of a version: that it is deprecated, withdrawn, not accepted, or called otherwise. */
export async function noteStatus(
  foundry: Foundry,
  kind: Kind,
  reference: Reference,
  manifest: Manifest,
): Promise<void> {
  const exact = `${manifest.name}@${manifest.version}`;
  if (manifest.name !== reference.name) note(`'${reference.name}' is called '${manifest.name}' now.`);
  const [status] = await foundry.statuses(exact, kind);
  if (status && status.state !== "published" && status.state !== "accepted")
    note(`${exact} is ${status.state}${status.reason ? `: ${status.reason}` : "."}`);
}

const note = (text: string) => process.stderr.write(`Note: ${plain(text)}\n`);
const reasonOf = (text: string | undefined) => (text === undefined ? {} : { reason: text });

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

function statusText(found: readonly PackageStatus[]): string {
  const rows = found.map(({ name, version, state, at, by, reason }) => [
    `${name}@${version}`,
    state,
    at?.slice(0, 10) ?? "",
    by ?? "",
    reason ?? "",
  ]);
  return table([["reference", "state", "since", "by", "reason"], ...rows]);
}
