import type { Changes } from "../contracts/types.js";
import { beforeAndAfter, changesSentence, rowsWords } from "../core/changes-words.js";
import { formatNumber } from "../core/quantities.js";
import { table } from "./terminal.js";

const MOST_STATISTICS = 30;

/** What changed between two versions, as text. */
export function changesText(changes: Changes): string {
  const { metadata, columns, splits, files, statistics } = changes;
  const parts = [
    section(
      "Splits",
      splits.map((split) => [split.name, split.change, rowsWords(split)]),
    ),
    section(
      "Columns",
      columns.flatMap(({ name, change, fields }) =>
        fields.length === 0
          ? [[name, change, ""]]
          : fields.map(({ field, before, after }) => [name, field, beforeAndAfter(before, after)]),
      ),
    ),
    section(
      "Files",
      files.map(({ path, change }) => [path, change]),
    ),
    section(
      "Statistics",
      statistics
        .slice(0, MOST_STATISTICS)
        .map(({ split, column, field, before, after }) => [split, column, field, beforeAndAfter(before, after)]),
    ),
    statistics.length > MOST_STATISTICS
      ? `and ${formatNumber(statistics.length - MOST_STATISTICS)} more (--json shows all)`
      : "",
    section(
      "Record",
      metadata.map(({ field, before, after }) => [field, beforeAndAfter(before, after)]),
    ),
  ];
  return [changesSentence(changes), ...parts].filter(Boolean).join("\n\n");
}

const section = (title: string, found: string[][]) => (found.length > 0 ? `${title}\n${table(found, "  ")}` : "");
