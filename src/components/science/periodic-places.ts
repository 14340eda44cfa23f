/** Where an element stands in the table of eighteen groups; the f-block lies below a free row. */
export interface ElementPlace {
  row: number;
  column: number;
}

/** Atomic numbers of the noble gases: each ends a period. */
const ENDS = [2, 10, 18, 36, 54, 86, 118];
const F_BLOCK = { 6: [57, 71], 7: [89, 103] } as const;

/** The place of an element by its atomic number, from 1. */
export function elementPlace(number: number): ElementPlace {
  const period = ENDS.findIndex((end) => number <= end) + 1;
  const before = ENDS[period - 2] ?? 0;
  if (period === 6 || period === 7) {
    const [first, last] = F_BLOCK[period];
    if (number >= first && number <= last) return { row: period + 3, column: number - first + 3 };
  }
  const left = period === 1 ? 1 : 2;
  const at = number - before;
  return { row: period, column: at <= left ? at : 18 - ((ENDS[period - 1] ?? 118) - number) };
}
