import { Argument, Command, InvalidArgumentError, Option } from "commander";
import type { Kind } from "../contracts/types.js";
import { bytesOf, KINDS, type Manifest } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { formatBytes, formatCount } from "../core/quantities.js";
import { card } from "./card.js";
import { citationCommands } from "./citation-commands.js";
import { readEnvironment } from "./environment.js";
import { exportSite } from "./export-site.js";
import { meant, type Foundry, type Progress } from "./foundry.js";
import { getPackage } from "./get.js";
import { lifecycleCommands, noteStatus } from "./lifecycle-commands.js";
import { LocalFoundry } from "./local-foundry.js";
import { RemoteFoundry } from "./remote-foundry.js";
import { searchCommand } from "./search-command.js";
import { runHub, type ServeOptions } from "./serve-command.js";
import { modelCommands } from "./model-commands.js";
import { print } from "./terminal.js";
import { transferCommands } from "./transfer/commands.js";
import { verifyText } from "./verify-text.js";
import { VERSION } from "../contracts/version.js";

interface Common {
  json: boolean;
  kind?: Kind;
}

/** Commands that Python carries out, before this one is reached. */
const HELP_OF_PYTHON = `
Benchmarks:
  benchmark list|show|leaderboard  the store's benchmarks and their entries
  submit BENCHMARK [PREDICTIONS]   enter predictions or a published model
  reproduce SUBMISSION             compute an entry's scores again`;

/** The `foundry-lab` command. Each action returns; failures are thrown. */
export function makeProgram(): Command {
  const program = new Command("foundry-lab")
    .description("Datasets and models: publish, find, show, copy, verify and serve them.")
    .version(VERSION)
    .addHelpText("after", HELP_OF_PYTHON)
    .showHelpAfterError("(--help shows how to call it)");

  command(program, "publish", "publish a folder that holds a dataset or model")
    .addArgument(
      new Argument("<folder>", "a folder with dataset.json or model.json and its files, or an MDF submission.json"),
    )
    .option("--progress", "report progress on stderr, one JSON object a line", false)
    .action((folder: string, { json, progress }: Common & { progress: boolean }) =>
      withFoundry(async (foundry) => {
        const manifest = await foundry.publish(folder, progress ? reportProgress : () => undefined);
        const [status] = await foundry.statuses(`${manifest.name}@${manifest.version}`, manifest.kind);
        const { state = "published" } = status ?? {};
        const done = state === "submitted" ? "Submitted" : "Published";
        const after = state === "submitted" ? "; it is found when a curator has accepted it" : "";
        print(json, { ...brief(manifest), state }, () => `${done} ${described(manifest)}${after}.`);
      }),
    );

  searchCommand(command(program, "search", "find packages by words and fields"), withFoundry, wholeNumber);
  // These two read data, so the Python command runs them itself; here they are for the help.
  command(program, "check", "name everything that is wrong with a folder or MDF submission, each with its place")
    .argument("<path>", "a folder, or a submission.json")
    .action(readsData);

  command(program, "export-mdf", "print a dataset as a submission to MDF Connect")
    .addArgument(referenceArgument())
    .option("-o, --output <file>", "write it to a file")
    .option("--data-source <url>", "where MDF finds the files (repeatable)", repeated, [])
    .option("--organization <name>", "an organisation of MDF (repeatable)", repeated, [])
    .option("--test", "for MDF's test index", false)
    .action(readsData);

  command(program, "show", "show what a package is")
    .addArgument(referenceArgument())
    .addOption(kindOption())
    .action((text: string, { json, kind: wanted }: Common) =>
      withFoundry(async (foundry) => {
        const { kind, reference } = await meant(foundry, text, wanted);
        const manifest = await foundry.manifest(kind, reference);
        await noteStatus(foundry, kind, reference, manifest);
        print(json, manifest, () => card(manifest));
      }),
    );

  command(program, "get", "copy a package to a folder, checking every file")
    .addArgument(referenceArgument())
    .argument("[destination]", "a new folder; NAME-VERSION here by default")
    .addOption(kindOption())
    .action((text: string, destination: string | undefined, { json, kind: wanted }: Common) =>
      withFoundry(async (foundry) => {
        const { kind, reference } = await meant(foundry, text, wanted);
        const manifest = await foundry.manifest(kind, reference);
        await noteStatus(foundry, kind, reference, manifest);
        const path = await getPackage(foundry, manifest, destination ?? `${manifest.name}-${manifest.version}`);
        print(json, { ...brief(manifest), path }, () => `Copied ${described(manifest)} to ${path}.`);
      }),
    );

  command(program, "verify", "hash a package's files again and name each that is not as published")
    .addArgument(referenceArgument())
    .addOption(kindOption())
    .action((text: string, { json, kind: wanted }: Common) =>
      withFoundry(async (foundry) => {
        const { kind, reference } = await meant(foundry, text, wanted);
        const report = await foundry.verify(kind, reference);
        if (!report.ok) process.exitCode = 1;
        print(json, report, () => verifyText(report));
      }),
    );

  lifecycleCommands({ command: (name, description) => command(program, name, description), kindOption, withFoundry });

  command(program, "export-site", "write the whole catalog as static pages, for any web host")
    .argument("<folder>", "a folder that does not exist yet, or that holds an earlier export")
    .option("--url <address>", "where it will be, for canonical addresses and search engines")
    .option("--without-files", "leave the packages' files out; previews then show nothing", false)
    .action(async (folder: string, { json, url, withoutFiles }: Common & { url?: string; withoutFiles: boolean }) => {
      const report = await exportSite(readEnvironment(), folder, { url, files: !withoutFiles });
      print(
        json,
        report,
        () =>
          `Wrote ${formatCount(report.pages, "page")} and ${formatCount(report.files, "file")} (${formatBytes(report.bytes)}) to ${report.folder}.`,
      );
    });
  citationCommands({ command: (name, description) => command(program, name, description), kindOption, withFoundry });
  transferCommands(program);

  command(program, "serve", "serve the store over HTTP")
    .option("--host <address>", "where to listen", "127.0.0.1")
    .option("--port <n>", "0 takes any free port", wholeNumber(65_535), 0)
    .option("--public-read", "let anyone read its pages, packages and searches without the token", false)
    .option("--trust <reference>", "run this model's code, NAME@1.2.0, for those who ask (repeatable)", repeated, [])
    .option("--lifeline", "end when stdin ends; print one JSON line when listening", false)
    .action((options: ServeOptions) => runHub(readEnvironment(), options));

  modelCommands({
    command: (name, description) => command(program, name, description),
    referenceArgument,
    repeated,
    readsData,
  });

  program
    .command("mcp")
    .description("serve the store to assistants: tools of the Model Context Protocol on stdin and stdout")
    .action(() =>
      withFoundry(async (foundry) => {
        const { runMcp } = await import("./mcp/server.js");
        await runMcp(foundry);
      }),
    );

  return program;
}

const repeated = (text: string, before: string[]) => [...before, text];

function readsData(): never {
  throw problem(
    "invalid-request",
    "This reads data, which the foundry-lab command of the Python package does: pip install foundry-lab.",
  );
}

const command = (program: Command, name: string, description: string) =>
  program.command(name).description(description).option("--json", "print one JSON document", false);

const kindOption = () => new Option("--kind <kind>", "packages of this kind only").choices([...KINDS]);
const referenceArgument = () => new Argument("<reference>", "NAME, NAME@1, NAME@1.2.0 or a DOI");

async function withFoundry(work: (foundry: Foundry) => Promise<void>): Promise<void> {
  const { url, token, curatorToken, store, cache } = readEnvironment();
  const foundry =
    url === undefined ? await LocalFoundry.open(store, cache) : new RemoteFoundry(url, token, curatorToken);
  try {
    await work(foundry);
  } finally {
    foundry.close();
  }
}

function brief(manifest: Manifest) {
  const { kind, name, version, files } = manifest;
  return { kind, name, version, bytes: bytesOf(manifest), files: files.length };
}

function described(manifest: Manifest): string {
  const { kind, name, version, bytes, files } = brief(manifest);
  return `the ${kind} ${name}@${version} (${formatCount(files, "file")}, ${formatBytes(bytes)})`;
}

function reportProgress({ step, done, total }: Progress): void {
  process.stderr.write(`${JSON.stringify({ step, done, total })}\n`);
}

function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number up to ${most}.`);
  };
}
