import type { Kind, SearchHit, SearchRequest, VerifyReport } from "../contracts/types.js";
import { EXAMPLES } from "../core/unknown-name.js";
import type { FoundryCommand } from "./foundry-command.js";
import type { Foundry } from "./foundry.js";
import { meant } from "./foundry.js";
import { searchCommand } from "./search-command.js";
import { print, table } from "./terminal.js";
import { withFoundry } from "./with-foundry.js";

/** Packages in one answer of a hub. */
const PAGE = 200;

interface Options {
  json: boolean;
  kind?: Kind;
}

/** Commands that find packages and say what they are. */
export function discoveryCommands(program: FoundryCommand): void {
  searchCommand(program);

  program
    .subcommand("list", "list every package by its name", "foundry-lab list --kind dataset")
    .withKind()
    .action(listPackages);

  program
    .subcommand("show", "show what a package is", "foundry-lab show matbench-expt-gap")
    .withReference()
    .withKind()
    .action((text: string, { json, kind: wanted }: Options) =>
      withFoundry(async (foundry) => {
        const { card } = await import("./card.js");
        const manifest = await manifestNamed(foundry, text, wanted, json);
        print(json, manifest, () => card(manifest));
      }),
    );

  program
    .subcommand("status", "show where versions stand, or what waits for a curator", "foundry-lab status band-gaps")
    .argument("[reference]", "NAME or NAME@1.2.0; without it, every submission")
    .withKind()
    .action((text: string | undefined, { json, kind }: Options) =>
      withFoundry(async (foundry) => {
        const { statusText } = await import("./status-text.js");
        const statuses = await foundry.statuses(text, kind);
        print(json, statuses, () => (statuses.length === 0 ? "Nothing waits for a curator." : statusText(statuses)));
      }),
    );

  program
    .subcommand(
      "changes",
      "show what changed between two versions: schema, rows and statistics",
      "foundry-lab changes gaps@1.0.0 gaps",
    )
    .argument("<from>", "NAME@1.0.0")
    .argument("<to>", "NAME@1.1.0, or NAME for the newest")
    .action((from: string, to: string, { json }: Options) =>
      withFoundry(async (foundry) => {
        const { changesText } = await import("./changes-text.js");
        const changes = await foundry.changes(from, to);
        print(json, changes, () => changesText(changes));
      }),
    );

  program
    .subcommand(
      "verify",
      "hash a package's files again and name each that is not as published",
      "foundry-lab verify matbench-expt-gap",
    )
    .withReference("NAME, NAME@1, NAME@1.2.0, a DOI, or the path of a folder that `get` wrote, such as ./gaps")
    .withKind()
    .action(async (text: string, { json, kind: wanted }: Options) => {
      const [{ verifyText }, { verifyFolder }] = await Promise.all([
        import("./verify-text.js"),
        import("../store/verify.js"),
      ]);
      const show = (report: VerifyReport) => {
        if (!report.ok) process.exitCode = 1;
        print(json, report, () => verifyText(report));
      };
      if (isFolder(text)) show(await verifyFolder(text));
      else
        await withFoundry(async (foundry) => {
          const { kind, reference } = await meant(foundry, text, wanted);
          show(await foundry.verify(kind, reference));
        });
    });
}

/** A path, which a package's name cannot be: it has a separator in it, and no DOI begins so. */
const isFolder = (text: string): boolean => /^\.{0,2}[\\/]|^[A-Za-z]:[\\/]/.test(text);

async function listPackages({ json, kind }: Options): Promise<void> {
  await withFoundry(async (foundry) => {
    const packages: SearchHit[] = [];
    const { indexingReport } = await import("./indexing-report.js");
    const { report, clear } = indexingReport(process.stderr, json);
    let cursor: string | undefined;
    do {
      const request: SearchRequest = {
        ...{ sort: "name", limit: PAGE },
        ...(kind === undefined ? {} : { kinds: [kind] }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const page = await foundry.search(request, report);
      packages.push(...page.hits);
      cursor = page.next;
    } while (cursor !== undefined);
    clear();
    print(
      json,
      packages.map(({ kind, name, version, title, license, rows, bytes, publishedAt }) => ({
        ...{ kind, name, version, title, license, rows, bytes, publishedAt },
      })),
      () =>
        packages.length === 0
          ? `There are no ${kind ?? "package"}s in ${foundry.location} yet: ${EXAMPLES}.`
          : table(packages.map(({ kind, name, version, title }) => [`${name}@${version}`, kind, title])),
    );
  });
}

/** The manifest that a reference means, with a note on what a reader should know of it. */
export async function manifestNamed(foundry: Foundry, text: string, wanted: Kind | undefined, json: boolean) {
  const { noteStatus } = await import("./status-text.js");
  const { kind, reference } = await meant(foundry, text, wanted);
  const manifest = await foundry.manifest(kind, reference);
  await noteStatus(foundry, kind, reference, manifest, json);
  return manifest;
}
