import { Argument, Command, InvalidArgumentError, Option } from "commander";
import type { FacetChoice, Kind } from "../contracts/types.js";
import { validateFacetChoice } from "../contracts/validators.js";
import { bytesOf, KINDS, type Manifest } from "../core/manifests.js";
import { formatBytes, formatCount } from "../core/quantities.js";
import { card } from "./card.js";
import { readEnvironment } from "./environment.js";
import { meant, type Foundry, type Progress } from "./foundry.js";
import { getPackage } from "./get.js";
import { LocalFoundry } from "./local-foundry.js";
import { RemoteFoundry } from "./remote-foundry.js";
import { searchText } from "./search-text.js";
import { runHub, type ServeOptions } from "./serve-command.js";
import { print } from "./terminal.js";
import { verifyText } from "./verify-text.js";
import { VERSION } from "./version.js";

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
    .addArgument(new Argument("<folder>", "a folder with dataset.json or model.json and its files"))
    .option("--progress", "report progress on stderr, one JSON object a line", false)
    .action((folder: string, { json, progress }: Common & { progress: boolean }) =>
      withFoundry(async (foundry) => {
        const manifest = await foundry.publish(folder, progress ? reportProgress : () => undefined);
        print(json, brief(manifest), () => `Published ${described(manifest)}.`);
      }),
    );

  command(program, "search", "find packages by words")
    .argument("[text...]", "words; the last one may be the beginning of a word")
    .addOption(kindOption())
    .option("--limit <n>", "how many", wholeNumber(200), 20)
    .option("--offset <n>", "how many to skip", wholeNumber(100_000), 0)
    .option("--facet <field=value>", "narrow by kind, domain, task, licence, unit or keyword (repeatable)", facet, [])
    .action((words: string[], { json, kind, limit, offset, facet: facets }: Common & SearchOptions) =>
      withFoundry(async (foundry) => {
        const query = words.join(" ");
        const found = await foundry.search({ query, limit, offset, facets, ...(kind ? { kinds: [kind] } : {}) });
        print(json, found, () => searchText(found, query));
      }),
    );

  command(program, "show", "show what a package is")
    .addArgument(referenceArgument())
    .addOption(kindOption())
    .action((text: string, { json, kind: wanted }: Common) =>
      withFoundry(async (foundry) => {
        const { kind, reference } = await meant(foundry, text, wanted);
        const manifest = await foundry.manifest(kind, reference);
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

  command(program, "serve", "serve the store over HTTP")
    .option("--host <address>", "where to listen", "127.0.0.1")
    .option("--port <n>", "0 takes any free port", wholeNumber(65_535), 0)
    .option("--lifeline", "end when stdin ends; print one JSON line when listening", false)
    .action((options: ServeOptions) => runHub(readEnvironment(), options));

  return program;
}

interface SearchOptions {
  limit: number;
  offset: number;
  facet: FacetChoice[];
}

const command = (program: Command, name: string, description: string) =>
  program.command(name).description(description).option("--json", "print one JSON document", false);

const kindOption = () => new Option("--kind <kind>", "packages of this kind only").choices([...KINDS]);
const referenceArgument = () => new Argument("<reference>", "NAME, NAME@1 or NAME@1.2.0");

async function withFoundry(work: (foundry: Foundry) => Promise<void>): Promise<void> {
  const { url, token, store, cache } = readEnvironment();
  const foundry = url === undefined ? await LocalFoundry.open(store, cache) : new RemoteFoundry(url, token);
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

function facet(text: string, before: FacetChoice[]): FacetChoice[] {
  const [field = "", ...rest] = text.split("=");
  const choice = { field, value: rest.join("=") };
  if (rest.length > 0 && validateFacetChoice(choice)) return [...before, choice];
  throw new InvalidArgumentError("Write it as domain=chemistry; fields are kind, domain, task, licence, unit and keyword.");
}
