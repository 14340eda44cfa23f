import type { LeaderboardColumn, LeaderboardEntry } from "../../contracts/types.js";
import { columnTitle } from "../../core/score-columns.js";

/** Of a letter at this size, about. */
const LETTER = 6.6;

/** A benchmark's best entry as a picture for a page. */
export function badge(column: LeaderboardColumn | undefined, best: LeaderboardEntry | undefined): string {
  const scores =
    column?.kind === "meanRank" ? best?.meanRanks?.[column.metric] : best?.overall[column?.name ?? ""]?.mean;
  const mean = best?.rank === 1 ? scores : undefined;
  const left = column ? `best ${columnTitle(column)}` : "benchmark";
  const value =
    typeof mean === "number" ? `${Number(mean.toPrecision(4))}${column?.unit ? ` ${column.unit}` : ""}` : undefined;
  const right = value === undefined ? "no entries yet" : `${value} · ${best?.name ?? ""}`.slice(0, 60);
  const [first, second] = [left, right].map((text) => Math.round(text.length * LETTER + 14)) as [number, number];
  const text = (x: number, words: string) => `<text x="${x}" y="14" text-anchor="middle">${escape(words)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${first + second}" height="20" role="img" aria-label="${escape(`${left}: ${right}`)}">
<rect width="${first + second}" height="20" rx="3" fill="#1565c0"/><path d="M3 0h${first - 3}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#424242"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(first / 2, left)}${text(first + second / 2, right)}</g>
</svg>
`;
}

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
