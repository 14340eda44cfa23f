import type { Benchmark, Leaderboard, LeaderboardEntry } from "../contracts/types.js";
import { formatScore } from "../core/format-score.js";
import { formatCount } from "../core/quantities.js";
import { columnTitle, sortedFirst } from "../core/score-columns.js";
import { packagePath } from "./addresses.js";
import type { SiteContext } from "./frame.js";
import { markup, type Markup } from "./markup.js";
import { table } from "./table.js";

/** The entries of a benchmark as a table, best first; withdrawn ones are marked and have no rank. */
export function leaderboardPart(site: SiteContext, { name, version }: Benchmark, board: Leaderboard): Markup {
  const { entries, total, sort } = board;
  const columns = sortedFirst(board);
  const heads = columns.map(
    (column) => `${columnTitle(column)}${column.unit ? ` (${column.unit})` : ""} ${column.higherIsBetter ? "↑" : "↓"}`,
  );
  const sorted = columns.find(({ name: column }) => column === sort);
  const rows = entries.map((entry) => {
    const [first = "", ...others] = columns.map((column) =>
      column.kind === "meanRank"
        ? formatScore(entry.meanRanks?.[column.metric], 3)
        : scoreText(entry.overall[column.name]),
    );
    const rank = entry.withdrawn ? "" : String(entry.rank);
    return [rank, first, title(site, entry), ...others, entry.kind, entry.submittedAt.slice(0, 10)];
  });
  const [head = "", ...more] = heads;
  const json = site.source === "static" ? `${packagePath("benchmark", name, version)}leaderboard.json` : undefined;
  return markup`<section aria-labelledby="leaderboard"><h2 id="leaderboard">Leaderboard</h2>
    ${entries.length === 0 ? markup`<p>No entries yet.</p>` : table("Leaderboard, as a table", ["#", head, "Entry", ...more, "Kind", "Date"], rows)}
    <p>${formatCount(total, "entry", "entries")}${total > entries.length ? `, the best ${entries.length} of which are here` : ""}, by ${sorted ? columnTitle(sorted) : sort}.
      ${json && markup`<a href="${site.root}${json}">As JSON</a>`}</p></section>`;
}

function title(site: SiteContext, { name, by, model, url, withdrawn, identicalTo }: LeaderboardEntry): Markup {
  const [modelName = "", version = ""] = model?.split("@") ?? [];
  const safe = url !== undefined && /^https?:\/\//.test(url);
  return markup`${safe ? markup`<a href="${url}" rel="noopener noreferrer">${name}</a>` : name}${by ? ` · ${by}` : ""}
    ${modelName && version ? markup` · <a href="${site.root}${packagePath("model", modelName, version)}">${model ?? ""}</a>` : ""}
    ${identicalTo === undefined ? "" : ` · same predictions as ${identicalTo}`}
    ${withdrawn ? markup` <strong>withdrawn</strong>${withdrawn.reason ? `: ${withdrawn.reason}` : ""}` : ""}`;
}

function scoreText(score: LeaderboardEntry["overall"][string] | undefined): string {
  if (!score) return formatScore(undefined);
  const { mean, std, low, high } = score;
  const deviation = std === null ? "" : ` ± ${formatScore(std, 2)}`;
  const interval = mean === null || low === null ? "" : ` (${formatScore(low, 3)} to ${formatScore(high, 3)})`;
  return `${formatScore(mean)}${deviation}${interval}`;
}
