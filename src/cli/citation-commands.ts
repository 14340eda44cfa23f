import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Argument, Option, type Command } from "commander";
import type { Kind } from "../contracts/types.js";
import { CITATION_FORMATS, type CitationFormat } from "../core/citation.js";
import { parseDoi } from "../core/doi.js";
import { jsonText } from "../core/json-text.js";
import { manifestFile, KINDS, parseManifest, type Manifest } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { DEFAULT_PUBLISHER, registrySettings } from "../registry/settings.js";
import { unlessMissing } from "../store/durable.js";
import { meant, type Foundry } from "./foundry.js";
import { exportCrate } from "./ro-crate-export.js";
import { print } from "./terminal.js";

/** What every command needs. */
export interface Commands {
  command: (name: string, description: string) => Command;
  kindOption: () => Option;
  withFoundry: (work: (foundry: Foundry) => Promise<void>) => Promise<void>;
}

interface Given {
  json: boolean;
  kind?: Kind;
}

/** Commands that say how to cite a package, describe it for catalogs elsewhere, and give it a DOI. */
export function citationCommands({ command, kindOption, withFoundry }: Commands): void {
  const onPackage = (name: string, description: string) =>
    command(name, description)
      .addArgument(new Argument("<reference>", "NAME, NAME@1.2.0, a DOI, or a package's folder"))
      .addOption(kindOption());

  onPackage("cite", "write a package's citation, and those of the works that its publisher names")
    .addOption(
      new Option("--format <format>", "how to write it").choices(Object.keys(CITATION_FORMATS)).default("bibtex"),
    )
    .action((text: string, { json, kind, format }: Given & { format: CitationFormat }) =>
      withFoundry(async (foundry) => {
        const manifest = await manifestOf(foundry, text, kind);
        const { cslWorks, formatCitation } = await import("../core/citation-formats.js");
        const written = formatCitation(manifest, format);
        const { name, version } = manifest;
        print(
          json,
          { kind: manifest.kind, name, version, format, text: written, works: cslWorks(manifest) },
          () => written,
        );
      }),
    );

  onPackage("datacite", "write a package's DataCite metadata").action((text: string, { json, kind }: Given) =>
    withFoundry(async (foundry) => {
      const manifest = await manifestOf(foundry, text, kind);
      const { datacite } = await import("../core/datacite.js");
      printJson(json, datacite(manifest, registrySettings(process.env)?.publisher ?? DEFAULT_PUBLISHER));
    }),
  );

  onPackage("croissant", "write a dataset's Croissant metadata").action((text: string, { json, kind }: Given) =>
    withFoundry(async (foundry) => {
      const manifest = await manifestOf(foundry, text, kind ?? "dataset");
      if (manifest.kind !== "dataset")
        throw problem("invalid-request", `${manifest.name} is a ${manifest.kind}; Croissant describes datasets.`);
      const { croissant } = await import("../core/croissant.js");
      printJson(json, croissant(manifest));
    }),
  );

  onPackage("rocrate", "copy a package as an RO-Crate, checking every file")
    .requiredOption("--output <place>", "a new folder, or a new file that ends in .zip")
    .action((text: string, { json, kind, output }: Given & { output: string }) =>
      withFoundry(async (foundry) => {
        const { kind: found, reference } = await meant(foundry, text, kind);
        const manifest = await foundry.manifest(found, reference);
        const path = await exportCrate(foundry, manifest, output);
        print(
          json,
          { kind: found, name: manifest.name, version: manifest.version, path },
          () => `Wrote ${manifest.name}@${manifest.version} as an RO-Crate to ${path}.`,
        );
      }),
    );

  command("mint-doi", "give a published version a DOI at the DataCite service that is configured")
    .addArgument(new Argument("<reference>", "NAME or NAME@1.2.0"))
    .addOption(kindOption())
    .action((text: string, { json, kind }: Given) =>
      withFoundry(async (foundry) => {
        const { kind: found, reference } = await meant(foundry, text, kind);
        const record = await foundry.mintDoi(await foundry.manifest(found, reference));
        const { name, version, doi, state, url } = record;
        const where =
          state === "draft"
            ? "; it is a draft until FOUNDRY_DATACITE_LANDING says where its page is"
            : url === undefined
              ? ""
              : ` and leads to ${url}`;
        print(json, record, () => `${name}@${version} has the DOI ${doi}${where}.`);
      }),
    );
}

function printJson(compact: boolean, value: unknown): void {
  process.stdout.write(compact ? `${JSON.stringify(value)}\n` : jsonText(value));
}

/** The manifest that a reference, a DOI or a package's folder means. */
async function manifestOf(foundry: Foundry, text: string, kind: Kind | undefined): Promise<Manifest> {
  if (parseDoi(text) === undefined && /[/\\]|^\.+$/.test(text)) return folderManifest(text, kind);
  const found = await meant(foundry, text, kind);
  return foundry.manifest(found.kind, found.reference);
}

async function folderManifest(folder: string, wanted: Kind | undefined): Promise<Manifest> {
  for (const kind of wanted === undefined ? KINDS : [wanted]) {
    const path = join(folder, manifestFile(kind));
    const text = await unlessMissing(readFile(path, "utf8"));
    if (text === undefined) continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw problem("invalid-manifest", `${path} is not JSON.`);
    }
    return parseManifest(value, path);
  }
  throw problem("not-found", `The folder ${folder} has no published package: it lacks dataset.json and model.json.`);
}
