import { Argument } from "commander";
import type { Progress } from "./foundry.js";
import type { FoundryCommand } from "./foundry-command.js";
import { formatBytes, formatCount } from "../core/quantities.js";
import { note, print } from "./terminal.js";
import { inPython } from "./python.js";
import { readEnvironment } from "./environment.js";
import { withFoundry } from "./with-foundry.js";

interface Options {
  json: boolean;
  progress: boolean;
}

/** Commands that publish what lies in a folder, and check it. */
export function publishCommands(program: FoundryCommand): void {
  program
    .subcommand(
      "publish",
      "publish a folder that holds a dataset, model or benchmark",
      "foundry-lab publish my-band-gaps/",
      "foundry-lab publish submission.json",
    )
    .addArgument(
      new Argument(
        "<folder>",
        "a folder with dataset.json, model.json or benchmark.json and its files, or an MDF submission.json",
      ),
    )
    .withProgress()
    .action(publish);

  inPython(
    program
      .subcommand(
        "check",
        "report all problems of a folder or MDF submission, each with its place",
        "foundry-lab check my-band-gaps/",
      )
      .argument("<path>", "a folder, or a submission.json")
      .option("--html", "as HTML, with what was understood of each column"),
  );
}

async function publish(folder: string, options: Options): Promise<void> {
  const { inPreparedFolder } = await import("./prepared-folder.js");
  const { progressReporter } = await import("./transfer/progress-line.js");
  const { expanded, isUrl } = await import("./transfer/places.js");
  const publishPrepared = (prepared: string, notes: readonly string[]) =>
    withFoundry(async (foundry) => {
      const progress = progressReporter(folder, options.progress);
      let unchanged = false;
      const report = (made: Progress) => {
        unchanged ||= made.step === "unchanged";
        progress.report(made);
      };
      const manifest = await foundry.publish(prepared, report).finally(progress.end);
      const { kind, name, version, files } = manifest;
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      const [status] = await foundry.statuses(`${name}@${version}`, kind);
      const { state = "published" } = status ?? {};
      const done = state === "submitted" ? "Submitted" : "Published";
      const after = state === "submitted" ? "; it is found when a curator has accepted it" : "";
      if (!options.json) for (const text of notes) note(false, text);
      print(options.json, { kind, name, version, bytes, files: files.length, state, unchanged, notes }, () =>
        unchanged
          ? `The ${kind} ${name}@${version} is there already and holds the same: nothing was published.`
          : `${done} the ${kind} ${name}@${version} (${formatCount(files.length, "file")}, ${formatBytes(bytes)})${after}.`,
      );
    });
  const { url, store } = readEnvironment();
  await inPreparedFolder(
    folder,
    options,
    publishPrepared,
    url === undefined && !isUrl(store) ? expanded(store) : undefined,
  );
}
