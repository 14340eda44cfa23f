import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Argument } from "commander";
import type { Kind } from "../../contracts/types.js";
import { problem } from "../../core/problems.js";
import { formatBytes, formatCount } from "../../core/quantities.js";
import type { PackageSource } from "../../store/package-source.js";
import { manifestNamed } from "../discovery-commands.js";
import { readEnvironment, type Environment } from "../environment.js";
import type { FoundryCommand } from "../foundry-command.js";
import { meant, type Foundry, type Progress } from "../foundry.js";
import { note, print } from "../terminal.js";
import { using } from "../with-foundry.js";
import { progressReporter } from "./progress-line.js";
import type { Copied } from "./copy.js";

interface Common {
  json: boolean;
  progress: boolean;
  kind?: Kind;
}

/** Commands that take packages from one place to another; each checks every file. */
export function transferCommands(program: FoundryCommand): void {
  program
    .subcommand(
      "get",
      "copy a package to a folder, checking every file",
      "foundry-lab get matbench-expt-gap",
      "foundry-lab get solubility data/solubility --from https://hub.example.org",
    )
    .withReference()
    .argument("[destination]", "a new folder; NAME-VERSION here by default")
    .option("--from <place>", "a hub's URL or a store; the one in use by default")
    .withKind()
    .withProgress()
    .action(get);

  program
    .subcommand(
      "export",
      "write a package to one zip file, checking every file",
      "foundry-lab export solubility solubility.zip",
    )
    .withReference()
    .argument("<destination>", "FILE.zip")
    .withKind()
    .withProgress()
    .action(exportToZip);

  program
    .subcommand(
      "import",
      "take a package from a zip file or a folder into the store, checking every file",
      "foundry-lab import solubility.zip",
    )
    .addArgument(new Argument("<source>", "FILE.zip, or a package's folder"))
    .withProgress()
    .action(importPackage);

  program
    .subcommand(
      "pull",
      "bring a package from a hub or another store into the store, checking every file",
      "foundry-lab pull solubility --from https://hub.example.org",
    )
    .withReference("NAME, NAME@1 or NAME@1.2.0")
    .requiredOption("--from <place>", "a hub's URL or a store")
    .option("--to <store>", "another store than the own one")
    .withKind()
    .withProgress()
    .action(pull);

  program
    .subcommand(
      "push",
      "send a package to a hub or store; an interrupted one goes on where it stopped",
      "foundry-lab push solubility --to https://hub.example.org",
    )
    .argument("<package>", "a package's folder, or NAME, NAME@1 or NAME@1.2.0 of the own store")
    .requiredOption("--to <place>", "a hub's URL (its token in FOUNDRY_TO_TOKEN or FOUNDRY_TOKEN), or a store")
    .withKind()
    .withProgress()
    .action(push);

  program
    .subcommand(
      "mirror",
      "copy every package that is missing from one hub or store to another",
      "foundry-lab mirror /data/foundry s3://team/foundry --dry-run",
    )
    .argument("<from>", "a hub's URL or a store")
    .argument("<to>", "a hub's URL (its token in FOUNDRY_TO_TOKEN or FOUNDRY_TOKEN), or a store, which is made")
    .option("--dry-run", "only tell what would be copied", false)
    .withProgress()
    .action(mirrorPlaces);
}

async function get(text: string, destination: string | undefined, options: Common & { from?: string }): Promise<void> {
  const { expanded, openExisting, openOwn } = await import("./places.js");
  const { getPackage } = await import("../get.js");
  const environment = readEnvironment();
  const opening = options.from === undefined ? openOwn(environment) : openExisting(options.from, environment);
  await using(opening, async (foundry) => {
    const manifest = await manifestNamed(foundry, text, options.kind, options.json);
    const { kind, name, version, files } = manifest;
    const progress = progressReporter(`${name}@${version}`, options.progress);
    const path = await getPackage(foundry, manifest, expanded(destination ?? `${name}-${version}`), {
      onProgress: progress.report,
    }).finally(progress.end);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    print(
      options.json,
      { kind, name, version, bytes, files: files.length, path },
      () =>
        `Copied the ${kind} ${name}@${version} (${formatCount(files.length, "file")}, ${formatBytes(bytes)}) to ${path}.`,
    );
  });
}

async function exportToZip(text: string, destination: string, options: Common): Promise<void> {
  if (!/\.zip$/i.test(destination))
    throw problem(
      "invalid-request",
      `${destination} does not end in .zip; \`foundry-lab get ${text} ${destination}\` copies the package to a folder.`,
    );
  const { expanded, openOwn } = await import("./places.js");
  const { sourceOf } = await import("./copy.js");
  const { exportZip } = await import("../../store/zip-export.js");
  await using(openOwn(readEnvironment()), async (foundry) => {
    const manifest = await manifestNamed(foundry, text, options.kind, options.json);
    const progress = progressReporter(text, options.progress);
    const path = await exportZip(sourceOf(foundry, manifest), expanded(destination), (done, total) =>
      progress.report({ step: "export", done, total }),
    ).finally(progress.end);
    const { kind, name, version } = manifest;
    print(options.json, { kind, name, version, path }, () => `Wrote the ${kind} ${name}@${version} to ${path}.`);
  });
}

async function importPackage(text: string, options: Common): Promise<void> {
  const { expanded, openOwn } = await import("./places.js");
  const place = expanded(text);
  if (!existsSync(place)) throw problem("not-found", `There is no file or folder ${text}.`);
  const source = statSync(place).isDirectory()
    ? await (await import("../../store/package-source.js")).folderSource(place)
    : await (await import("../../store/zip-source.js")).zipSource(place);
  try {
    await using(openOwn(readEnvironment()), (to) => copy(source, to, options));
  } finally {
    source.close();
  }
}

async function pull(text: string, options: Common & { from: string; to?: string }): Promise<void> {
  const { expanded, isStore, isUrl, openExisting, openPlace } = await import("./places.js");
  const environment = readEnvironment();
  const { to: target } = options;
  if (target !== undefined && !isUrl(target) && !isStore(expanded(target)))
    throw problem(
      "invalid-request",
      `${target} is not a store; \`foundry-lab get ${text} FOLDER --from ${options.from}\` copies a package to a folder.`,
    );
  await using(openExisting(options.from, environment), async (source) => {
    const wanted = await packageOf(source, text, options.kind);
    await using(openPlace(target ?? environment.store, environment), async (to) => {
      if (to.location === source.location)
        throw problem("invalid-request", `${text} is in this store already; say --from where else it comes.`);
      await copy(wanted, to, options);
    });
  });
}

async function push(text: string, options: Common & { to: string }): Promise<void> {
  const { openOwn, openPlace } = await import("./places.js");
  const environment = readEnvironment();
  const send = (folder: string, notes: readonly string[]) =>
    using(openPlace(options.to, ofTarget(environment)), async (to) => {
      const progress = progressReporter(text, options.progress);
      const manifest = await to.publish(folder, progress.report).finally(progress.end);
      const { kind, name, version, files } = manifest;
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      if (!options.json) for (const sentence of notes) note(false, sentence);
      say({ kind, name, version, files: files.length, bytes, state: "copied", notes }, to, options);
    });
  if (isFolder(text)) {
    const { inPreparedFolder } = await import("../prepared-folder.js");
    await inPreparedFolder(text, options, send);
    return;
  }
  await using(openPlace(options.to, ofTarget(environment)), (to) =>
    using(openOwn(environment), async (source) => copy(await packageOf(source, text, options.kind), to, options)),
  );
}

async function mirrorPlaces(from: string, target: string, options: Common & { dryRun: boolean }): Promise<void> {
  const { openExisting, openPlace } = await import("./places.js");
  const { mirror } = await import("./copy.js");
  const environment = readEnvironment();
  await using(openExisting(from, environment), (source) =>
    using(openPlace(target, ofTarget(environment)), async (to) => {
      const progress = progressReporter("Mirror", options.progress);
      const onPackage = (done: Copied) => {
        if (!options.json && done.state !== "present")
          print(false, done, () => `${done.state}  ${done.name}@${done.version}`);
      };
      const { dryRun } = options;
      const report = await mirror(source, to, { dryRun, onPackage, onProgress: progress.report }).finally(progress.end);
      const count = (state: Copied["state"]) => report.packages.filter((each) => each.state === state).length;
      if (count("different") > 0) process.exitCode = 1;
      print(options.json, report, () => {
        const differing = count("different") > 0 ? `; ${count("different")} differ and were left alone` : "";
        return `${dryRun ? "To copy" : "Copied"}: ${formatCount(count("copied"), "package")}; there already: ${count("present")}${differing}.`;
      });
    }),
  );
}

/** The environment for where a package goes, which may ask for another token. */
const ofTarget = (environment: Environment): Environment => ({
  ...environment,
  token: process.env.FOUNDRY_TO_TOKEN || environment.token,
});

/** As everywhere: what is written as a path is one, and so is the folder of a package. */
const isFolder = (text: string): boolean =>
  /[/\\~]|^\./.test(text) || existsSync(resolve(text, "dataset.json")) || existsSync(resolve(text, "model.json"));

async function packageOf(source: Foundry, text: string, wanted: Kind | undefined): Promise<PackageSource> {
  const { sourceOf } = await import("./copy.js");
  const { kind, reference } = await meant(source, text, wanted);
  return sourceOf(source, await source.manifest(kind, reference));
}

async function copy(source: PackageSource, to: Foundry, options: Common): Promise<void> {
  const { name, version } = source.manifest;
  const { copyPackage } = await import("./copy.js");
  const progress = progressReporter(`${name}@${version}`, options.progress);
  const done = await copyPackage(source, to, (step: Progress) => progress.report(step)).finally(progress.end);
  say(done, to, options);
}

function say(done: Copied & { notes?: readonly string[] }, to: Foundry, { json }: Common): void {
  const { kind, name, version, files, bytes, state } = done;
  print(json, { ...done, location: to.location }, () =>
    state === "present"
      ? `${name}@${version} is at ${to.location} already, the same.`
      : `Copied the ${kind} ${name}@${version} to ${to.location} (${formatCount(files, "file")}, ${formatBytes(bytes)}).`,
  );
}
