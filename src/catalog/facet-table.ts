import type { FacetChoice, FacetCount, FacetField } from "../contracts/types.js";

const FIELDS = ["kind", "domain", "task", "licence", "unit", "keyword"] as const satisfies readonly FacetField[];
const MOST_VALUES = 25;

/** A package's row in the index and the numbers of its facet values. */
export interface FacetRow {
  id: number;
  values: readonly number[];
}

/** How results divide. */
export interface Tally {
  /** Rows that pass every choice, in the order given. */
  passing: readonly number[];
  facets: FacetCount[];
  kinds: Record<string, number>;
}

/**
 * Facet values of every package, in memory as flat arrays: counting what 100,000 matches have takes
 * milliseconds, where a join in SQLite would take longer than the search itself.
 */
export class FacetTable {
  /** Every row, newest package first. */
  readonly newestFirst: readonly number[];
  private readonly starts: Uint32Array;
  private readonly values: Uint32Array;
  private readonly fields: Uint8Array;
  private readonly numbers: ReadonlyMap<string, number>;

  /** @param names - the facet values; a row refers to them by position */
  constructor(
    rows: readonly FacetRow[],
    private readonly names: readonly { field: FacetField; value: string }[],
  ) {
    this.newestFirst = rows.map(({ id }) => id);
    const last = rows.reduce((highest, { id }) => Math.max(highest, id), 0);
    this.starts = new Uint32Array(last + 2);
    for (const { id, values } of rows) this.starts[id + 1] = values.length;
    for (let id = 0; id <= last; id += 1) this.starts[id + 1] = at(this.starts, id + 1) + at(this.starts, id);
    this.values = new Uint32Array(at(this.starts, last + 1));
    for (const { id, values } of rows) this.values.set(values, at(this.starts, id));
    this.fields = Uint8Array.from(names, ({ field }) => FIELDS.indexOf(field));
    this.numbers = new Map(names.map(({ field, value }, number) => [`${field}\n${value}`, number]));
  }

  /**
   * Counts what rows have. Values of one field are alternatives, so a field's own choice does not narrow its counts.
   */
  tally(rows: readonly number[], choices: readonly FacetChoice[]): Tally {
    const counts = new Uint32Array(this.names.length);
    const passing = choices.length === 0 ? this.countAll(rows, counts) : this.countChosen(rows, choices, counts);
    return { passing, facets: this.facetCounts(counts, choices), kinds: this.kindCounts(counts) };
  }

  private countAll(rows: readonly number[], counts: Uint32Array): readonly number[] {
    const { starts, values } = this;
    for (const row of rows) {
      const end = at(starts, row + 1);
      for (let i = at(starts, row); i < end; i += 1) increment(counts, at(values, i));
    }
    return rows;
  }

  private countChosen(rows: readonly number[], choices: readonly FacetChoice[], counts: Uint32Array): number[] {
    const { starts, values, fields } = this;
    const { chosen, needed } = this.chosen(choices);
    const passing: number[] = [];
    for (const row of rows) {
      const start = at(starts, row);
      const end = at(starts, row + 1);
      let failing = needed;
      for (let i = start; i < end; i += 1) failing &= ~at(chosen, at(values, i));
      if (failing === 0) passing.push(row);
      // More than one bit: it fails two fields, so that no field's alternatives include it.
      else if ((failing & (failing - 1)) !== 0) continue;
      for (let i = start; i < end; i += 1) {
        const value = at(values, i);
        if (failing === 0 || failing === 1 << at(fields, value)) increment(counts, value);
      }
    }
    return passing;
  }

  /** For each value its field's bit where it is chosen, and the bits of all fields with a choice. */
  private chosen(choices: readonly FacetChoice[]): { chosen: Uint8Array; needed: number } {
    const chosen = new Uint8Array(this.names.length);
    let needed = 0;
    for (const { field, value } of choices) {
      const bit = 1 << FIELDS.indexOf(field);
      needed |= bit;
      const number = this.numbers.get(`${field}\n${value}`);
      if (number !== undefined) chosen[number] = bit;
    }
    return { chosen, needed };
  }

  private facetCounts(counts: Uint32Array, choices: readonly FacetChoice[]): FacetCount[] {
    const chosen = new Set(choices.map(({ field, value }) => `${field}\n${value}`));
    const groups = new Map<FacetField, FacetCount[]>(FIELDS.map((field) => [field, []]));
    for (let number = 0; number < counts.length; number += 1) {
      const count = at(counts, number);
      const name = this.names[number];
      if (name && (count > 0 || chosen.has(`${name.field}\n${name.value}`))) groups.get(name.field)?.push({ ...name, count });
    }
    return [...groups.values()].flatMap((group) => {
      const sorted = group.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
      return sorted.filter(({ field, value }, rank) => rank < MOST_VALUES || chosen.has(`${field}\n${value}`));
    });
  }

  private kindCounts(counts: Uint32Array): Record<string, number> {
    const count = (kind: string) => counts[this.numbers.get(`kind\n${kind}`) ?? -1] ?? 0;
    return { dataset: count("dataset"), model: count("model"), benchmark: count("benchmark") };
  }
}

// Within their ranges by construction; a check for each of a million items would cost as much as the counting.
const at = (array: Uint8Array | Uint32Array, index: number): number => array[index] as number;
const increment = (counts: Uint32Array, index: number) => {
  counts[index] = at(counts, index) + 1;
};
