import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Argument, Option, type Command } from "commander";
import type { Kind } from "../../contracts/types.js";
import { KINDS } from "../../core/manifests.js";
import { problem } from "../../core/problems.js";
import { formatBytes, formatCount } from "../../core/quantities.js";
import { folderSource, type PackageSource } from "../../store/package-source.js";
import { exportZip } from "../../store/zip-export.js";
import { zipSource } from "../../store/zip-source.js";
import { readEnvironment, type Environment } from "../environment.js";
import { meant, type Foundry, type Progress } from "../foundry.js";
import { getPackage } from "../get.js";
import { print } from "../terminal.js";
import { copyPackage, mirror, sourceOf, type Copied } from "./copy.js";
import { expanded, isStore, isUrl, openExisting, openOwn, openPlace } from "./places.js";
import { progressReporter } from "./progress-line.js";

interface Common {
  json: boolean;
  progress: boolean;
  kind?: Kind;
}

/** Adds `pull`, `push`, `mirror`, `export` and `import`. */
export function transferCommands(program: Command): void {
  command(program, "pull", "bring a package from a hub or store to this machine, checking every file")
    .addArgument(reference())
    .option("--from <place>", "a hub's URL or a store; the one in use by default")
    .option("--to <folder>", "a store, or a new folder for the package; the own store by default")
    .addOption(kindOption())
    .action(async (text: string, options: Common & { from?: string; to?: string }) => {
      const environment = readEnvironment();
      await using(from(options.from, environment), async (source) => {
        const wanted = await packageOf(source, text, options.kind);
        if (options.to !== undefined && !isUrl(options.to) && !isStore(expanded(options.to)))
          return toFolder(source, wanted, expanded(options.to), options);
        await using(openPlace(options.to ?? environment.store, environment), async (to) => {
          if (to.location === source.location)
            throw problem(
              "invalid-request",
              `${text} is in this store already; say --from where it comes or --to which folder it goes.`,
            );
          await copied(wanted, to, options);
        });
      });
    });

  command(program, "push", "send a package to a hub or store; an interrupted one goes on where it stopped")
    .argument("<package>", "a package's folder, or NAME, NAME@1 or NAME@1.2.0 of the own store")
    .requiredOption("--to <place>", "a hub's URL (its token in FOUNDRY_TO_TOKEN or FOUNDRY_TOKEN), or a store")
    .addOption(kindOption())
    .action(async (text: string, options: Common & { to: string }) => {
      const environment = readEnvironment();
      await using(openPlace(options.to, ofTarget(environment)), async (to) => {
        if (isFolder(text)) {
          const progress = progressReporter(text, options.progress);
          const manifest = await to.publish(expanded(text), progress.report).finally(progress.end);
          const { kind, name, version, files } = manifest;
          const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
          say({ kind, name, version, files: files.length, bytes, state: "copied" }, to, options);
          return;
        }
        await using(openOwn(environment), async (source) =>
          copied(await packageOf(source, text, options.kind), to, options),
        );
      });
    });

  command(program, "mirror", "copy every package that is missing from one hub or store to another")
    .argument("<from>", "a hub's URL or a store")
    .argument("<to>", "a hub's URL (its token in FOUNDRY_TO_TOKEN or FOUNDRY_TOKEN), or a store, which is made")
    .option("--dry-run", "only tell what would be copied", false)
    .action(async (fromText: string, toText: string, options: Common & { dryRun: boolean }) => {
      const environment = readEnvironment();
      await using(openExisting(fromText, environment), (source) =>
        using(openPlace(toText, ofTarget(environment)), async (to) => {
          const progress = progressReporter("Mirror", options.progress);
          const told = (done: Copied) => {
            if (!options.json && done.state !== "present")
              print(false, done, () => `${done.state}  ${done.name}@${done.version}`);
          };
          const { dryRun } = options;
          const report = await mirror(source, to, { dryRun, onPackage: told, onProgress: progress.report }).finally(
            progress.end,
          );
          const count = (state: Copied["state"]) => report.packages.filter((found) => found.state === state).length;
          if (count("different") > 0) process.exitCode = 1;
          print(options.json, report, () => {
            const differing = count("different") > 0 ? `; ${count("different")} differ and were left alone` : "";
            return `${dryRun ? "To copy" : "Copied"}: ${formatCount(count("copied"), "package")}; there already: ${count("present")}${differing}.`;
          });
        }),
      );
    });

  command(program, "export", "write a package to one zip file or a folder, checking every file")
    .addArgument(reference())
    .argument("<destination>", "FILE.zip, or a new folder")
    .addOption(kindOption())
    .action(async (text: string, destination: string, options: Common) => {
      await using(openOwn(readEnvironment()), async (source) => {
        const wanted = await packageOf(source, text, options.kind);
        if (!/\.zip$/i.test(destination)) return toFolder(source, wanted, expanded(destination), options);
        const progress = progressReporter(text, options.progress);
        const path = await exportZip(wanted, expanded(destination), (done, total) =>
          progress.report({ step: "export", done, total }),
        ).finally(progress.end);
        sayWritten(wanted, path, options);
      });
    });

  command(program, "import", "take a package from a zip file or a folder into the store, checking every file")
    .addArgument(new Argument("<source>", "FILE.zip, or a package's folder"))
    .action(async (text: string, options: Common) => {
      const place = expanded(text);
      if (!existsSync(place)) throw problem("not-found", `There is no file or folder ${text}.`);
      const source = statSync(place).isDirectory() ? await folderSource(place) : await zipSource(place);
      try {
        await using(openOwn(readEnvironment()), (to) => copied(source, to, options));
      } finally {
        source.close();
      }
    });
}

const command = (program: Command, name: string, description: string) =>
  program
    .command(name)
    .description(description)
    .option("--json", "print one JSON document", false)
    .option("--progress", "report progress on stderr, one JSON object a line", false);

const kindOption = () => new Option("--kind <kind>", "datasets or models only").choices([...KINDS]);
const reference = () => new Argument("<reference>", "NAME, NAME@1 or NAME@1.2.0");

async function using(opening: Promise<Foundry>, work: (foundry: Foundry) => Promise<void>): Promise<void> {
  const foundry = await opening;
  try {
    await work(foundry);
  } finally {
    foundry.close();
  }
}

const from = (place: string | undefined, environment: Environment): Promise<Foundry> =>
  place === undefined ? openOwn(environment) : openExisting(place, environment);

/** The environment for where a package goes, which may ask for another token. */
const ofTarget = (environment: Environment): Environment => ({
  ...environment,
  token: process.env.FOUNDRY_TO_TOKEN || environment.token,
});

/** As everywhere: what is written as a path is one, and so is the folder of a package. */
const isFolder = (text: string): boolean =>
  /[/\\~]|^\./.test(text) || existsSync(resolve(text, "dataset.json")) || existsSync(resolve(text, "model.json"));

async function packageOf(source: Foundry, text: string, wanted: Kind | undefined): Promise<PackageSource> {
  const { kind, reference: found } = await meant(source, text, wanted);
  return sourceOf(source, await source.manifest(kind, found));
}

async function copied(source: PackageSource, to: Foundry, options: Common): Promise<void> {
  const { name, version } = source.manifest;
  const progress = progressReporter(`${name}@${version}`, options.progress);
  const done = await copyPackage(source, to, (step: Progress) => progress.report(step)).finally(progress.end);
  say(done, to, options);
}

function say(done: Copied, to: Foundry, { json }: Common): void {
  const { kind, name, version, files, bytes, state } = done;
  print(json, { ...done, location: to.location }, () =>
    state === "present"
      ? `${name}@${version} is at ${to.location} already, the same.`
      : `Copied the ${kind} ${name}@${version} to ${to.location} (${formatCount(files, "file")}, ${formatBytes(bytes)}).`,
  );
}

async function toFolder(source: Foundry, wanted: PackageSource, folder: string, options: Common): Promise<void> {
  sayWritten(wanted, await getPackage(source, wanted.manifest, folder), options);
}

function sayWritten({ manifest }: PackageSource, path: string, { json }: Common): void {
  const { kind, name, version } = manifest;
  print(json, { kind, name, version, path }, () => `Wrote the ${kind} ${name}@${version} to ${path}.`);
}
