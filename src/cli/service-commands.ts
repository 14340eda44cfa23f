import { formatBytes, formatCount } from "../core/quantities.js";
import { readEnvironment } from "./environment.js";
import { repeated, wholeNumber, type FoundryCommand } from "./foundry-command.js";
import { print } from "./terminal.js";
import type { ServeOptions } from "./serve-hub.js";
import { withFoundry } from "./with-foundry.js";

interface SiteOptions {
  json: boolean;
  url?: string;
  withoutFiles: boolean;
}

/** Commands that show the store to others: people, programs, assistants. */
export function serviceCommands(program: FoundryCommand): void {
  program
    .subcommand("serve", "serve the store over HTTP", "foundry-lab serve --host 0.0.0.0 --port 8080 --public-read")
    .option("--host <address>", "where to listen", "127.0.0.1")
    .option("--port <n>", "0 takes any free port", wholeNumber(0, 65_535), 0)
    .option("--public-read", "let anyone read its pages, packages and searches without the token", false)
    .option("--public-health", "answer /v2/health/live and /v2/health/ready without the token, for probes", false)
    .option("--trust <reference>", "run this model's code, NAME@1.2.0, for those who ask (repeatable)", repeated, [])
    .option("--lifeline", "end when stdin ends; print one JSON line when listening", false)
    .action(async (options: ServeOptions) => {
      const { runHub } = await import("./serve-hub.js");
      await runHub(readEnvironment(), options);
    });

  program
    .subcommand(
      "export-site",
      "write the whole catalog as static pages, for any web host",
      "foundry-lab export-site public --url https://example.org/data/",
    )
    .argument("<folder>", "a folder that does not exist yet, or that holds an earlier export")
    .option("--url <address>", "where it will be, for canonical addresses and search engines")
    .option("--without-files", "leave the packages' files out; previews then show nothing", false)
    .action(async (folder: string, { json, url, withoutFiles }: SiteOptions) => {
      const { exportSite } = await import("./export-site.js");
      const report = await exportSite(readEnvironment(), folder, { url, files: !withoutFiles });
      const { pages, files, bytes } = report;
      print(
        json,
        report,
        () =>
          `Wrote ${formatCount(pages, "page")} and ${formatCount(files, "file")} (${formatBytes(bytes)}) to ${report.folder}.`,
      );
    });

  program
    .subcommand(
      "mcp",
      "serve the store to assistants: tools of the Model Context Protocol on stdin and stdout",
      "foundry-lab mcp",
    )
    .action(() =>
      withFoundry(async (foundry) => {
        const { runMcp } = await import("./mcp/server.js");
        await runMcp(foundry);
      }),
    );
}
