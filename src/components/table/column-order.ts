import type { Column } from "../../contracts/types.js";
import type { ColumnFormat } from "./column-format.js";

/** How a person arranged a table's columns, beside which of them are shown. */
export interface Arrangement {
  /** Names of the columns that stay at the left, in this order. */
  pinned?: readonly string[] | undefined;
  /** Widths in px of columns that were resized. */
  widths?: Readonly<Record<string, number>> | undefined;
  /** How numbers of columns are set, where that was chosen. */
  formats?: Readonly<Record<string, ColumnFormat>> | undefined;
  /** Lines of text that a row has room for; one when absent. */
  lines?: number | undefined;
}

/** The columns that are shown, the pinned ones first, and how many those are. */
export function arrange(
  all: readonly Column[],
  shown: readonly string[] | undefined,
  { pinned = [] }: Arrangement,
): { columns: readonly Column[]; pinned: number } {
  const chosen = shown && new Set(shown);
  const kept = chosen ? all.filter(({ name }) => chosen.has(name)) : all;
  if (pinned.length === 0) return { columns: kept, pinned: 0 };
  const first = pinned.flatMap((name) => kept.find((column) => column.name === name) ?? []);
  return { columns: [...first, ...kept.filter((column) => !first.includes(column))], pinned: first.length };
}

/** The pinned columns after one is pinned or let go. */
export function togglePinned({ pinned = [] }: Arrangement, name: string): string[] {
  return pinned.includes(name) ? pinned.filter((one) => one !== name) : [...pinned, name];
}
