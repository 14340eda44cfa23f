import type { Kind } from "../contracts/types.js";
import { CITATION_FORMATS, type CitationFormat } from "../core/citation.js";
import { problem } from "../core/problems.js";
import { choice, repeated, type FoundryCommand } from "./foundry-command.js";
import { meant } from "./foundry.js";
import { inPython } from "./python.js";
import { print, write } from "./terminal.js";
import { withFoundry } from "./with-foundry.js";

interface Options {
  json: boolean;
  kind?: Kind;
}

/** Commands that say how to cite a package, describe it for catalogs elsewhere, and give it a DOI. */
export function citationCommands(program: FoundryCommand): void {
  const onPackage = (name: string, description: string, example: string) =>
    program
      .subcommand(name, description, example)
      .withReference("NAME, NAME@1.2.0, a DOI, or a package's folder")
      .withKind();

  onPackage(
    "cite",
    "write a package's citation, and those of the works that its publisher names",
    "foundry-lab cite matbench-expt-gap --format ris",
  )
    .addOption(choice("--format <format>", "how to write it", Object.keys(CITATION_FORMATS)).default("bibtex"))
    .action((text: string, { json, kind, format }: Options & { format: CitationFormat }) =>
      withFoundry(async (foundry) => {
        const { manifestOf } = await import("./manifest-of.js");
        const { cslWorks, formatCitation } = await import("../core/citation-formats.js");
        const manifest = await manifestOf(foundry, text, kind);
        const { publisherOf } = await import("../registry/settings.js");
        const citation = formatCitation(manifest, format, publisherOf(process.env));
        const { name, version } = manifest;
        print(
          json,
          { kind: manifest.kind, name, version, format, text: citation, works: cslWorks(manifest) },
          () => citation,
        );
      }),
    );

  program
    .subcommand(
      "mint-doi",
      "give a published version a DOI at the DataCite service that is configured",
      "foundry-lab mint-doi matbench-expt-gap@1.0.0",
    )
    .withReference("NAME or NAME@1.2.0")
    .withKind()
    .action((text: string, { json, kind: wanted }: Options) =>
      withFoundry(async (foundry) => {
        const { kind, reference } = await meant(foundry, text, wanted);
        const record = await foundry.mintDoi(await foundry.manifest(kind, reference));
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

  onPackage("datacite", "write a package's DataCite metadata", "foundry-lab datacite matbench-expt-gap").action(
    (text: string, { json, kind }: Options) =>
      withFoundry(async (foundry) => {
        const { manifestOf } = await import("./manifest-of.js");
        const { datacite } = await import("../core/datacite.js");
        const { publisherOf } = await import("../registry/settings.js");
        const manifest = await manifestOf(foundry, text, kind);
        await printJson(json, datacite(manifest, publisherOf(process.env)));
      }),
  );

  onPackage("croissant", "write a dataset's Croissant metadata", "foundry-lab croissant matbench-expt-gap").action(
    (text: string, { json, kind }: Options) =>
      withFoundry(async (foundry) => {
        const { manifestOf } = await import("./manifest-of.js");
        const { croissant } = await import("../core/croissant.js");
        const manifest = await manifestOf(foundry, text, kind ?? "dataset");
        if (manifest.kind !== "dataset")
          throw problem("invalid-request", `${manifest.name} is a ${manifest.kind}; Croissant describes datasets.`);
        await printJson(json, croissant(manifest));
      }),
  );

  program
    .subcommand(
      "rocrate",
      "copy a package as an RO-Crate, checking every file",
      "foundry-lab rocrate matbench-expt-gap --output gaps.zip",
    )
    .withReference()
    .withKind()
    .requiredOption("--output <place>", "a new folder, or a new file that ends in .zip")
    .action((text: string, { json, kind: wanted, output }: Options & { output: string }) =>
      withFoundry(async (foundry) => {
        const { exportCrate } = await import("./ro-crate-export.js");
        const { kind, reference } = await meant(foundry, text, wanted);
        const manifest = await foundry.manifest(kind, reference);
        const path = await exportCrate(foundry, manifest, output);
        const { name, version } = manifest;
        print(json, { kind, name, version, path }, () => `Wrote ${name}@${version} as an RO-Crate to ${path}.`);
      }),
    );

  inPython(
    program
      .subcommand(
        "export-mdf",
        "print a dataset as a submission to MDF Connect",
        "foundry-lab export-mdf matbench-expt-gap -o submission.json",
      )
      .withReference()
      .option("-o, --output <file>", "write it to a file")
      .option("--data-source <url>", "where MDF finds the files (repeatable)", repeated, [])
      .option("--organization <name>", "an organization of MDF (repeatable)", repeated, [])
      .option("--test", "for MDF's test index", false),
  );
}

async function printJson(compact: boolean, value: unknown): Promise<void> {
  const { jsonText } = await import("../core/json-text.js");
  write(compact ? `${JSON.stringify(value)}\n` : jsonText(value));
}
