import "../components/leaderboard/leaderboard-element.js";
import type { BoardSource, LeaderboardElement } from "../components/leaderboard/leaderboard-element.js";

/** Shows a benchmark's leaderboard in an element; the whole widget but its kernel. */
export function showBoard(source: BoardSource, reference: string, element: HTMLElement): LeaderboardElement {
  const board = document.createElement("foundry-leaderboard");
  const [name = "", version] = reference.split("@");
  Object.assign(board, { alone: true, source, name, version });
  element.replaceChildren(board);
  return board;
}
