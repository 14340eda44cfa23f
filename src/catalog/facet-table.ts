import type { FacetChoice, FacetCount, FacetField } from "../contracts/types.js";
import { FACET_FIELDS, mostValues, SIZE_CLASSES } from "../core/search/fields.js";
import { grown } from "./growing.js";

const SIZE_ORDER = new Map(SIZE_CLASSES.map(({ value }, index) => [value, index]));

/** A facet value by name; rows refer to it by position. */
export interface FacetValue {
  field: FacetField;
  value: string;
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
  private readonly names: FacetValue[] = [];
  private readonly numbers = new Map<string, number>();
  private fields = new Uint8Array();
  private folded: Map<string, number[]> | undefined;
  /** For each row where its values begin and end; both are the same for what is no row. */
  private starts = new Uint32Array();
  private ends = new Uint32Array();
  /** Positions in `names`; those of a row that was written anew stay, and no row refers to them. */
  private values = new Uint32Array();
  private used = 0;
  private left = 0;

  /** Adds facet values, which rows refer to by the order in which they came. */
  addNames(names: readonly FacetValue[]): void {
    if (names.length === 0) return;
    this.fields = grown(this.fields, this.names.length + names.length);
    for (const name of names) {
      this.fields[this.names.length] = FACET_FIELDS.indexOf(name.field);
      this.numbers.set(keyOf(name), this.names.length);
      this.names.push(name);
    }
    this.folded = undefined;
  }

  /** Gives a row its values, in place of those that it had. */
  set(row: number, values: readonly number[]): void {
    this.remove(row);
    this.starts = grown(this.starts, row + 1);
    this.ends = grown(this.ends, row + 1);
    this.values = grown(this.values, this.used + values.length);
    this.values.set(values, this.used);
    this.starts[row] = this.used;
    this.used += values.length;
    this.ends[row] = this.used;
  }

  remove(row: number): void {
    if (row >= this.ends.length) return;
    this.left += at(this.ends, row) - at(this.starts, row);
    this.starts[row] = this.ends[row] = 0;
  }

  /** Whether half of what is kept is of rows that were written anew: time to read all of them again. */
  get isSparse(): boolean {
    return this.left > 100_000 && this.left > this.used / 2;
  }

  /**
   * Counts what rows have. Values of one field are alternatives, so a field's own choice does not narrow its counts.
   */
  tally(rows: readonly number[], choices: readonly FacetChoice[]): Tally {
    const counts = new Uint32Array(this.names.length);
    const passing = choices.length === 0 ? this.countAll(rows, counts) : this.countChosen(rows, choices, counts);
    return { passing, facets: this.facetCounts(counts, choices), kinds: this.kindCounts(counts) };
  }

  /** Positions of the values of a field that equal a text, in whatever case; the same case is preferred. */
  matching(field: FacetField, value: string): readonly number[] {
    const exact = this.numbers.get(keyOf({ field, value }));
    if (exact !== undefined) return [exact];
    this.folded ??= groupBy(this.names, (name) => keyOf({ ...name, value: name.value.toLowerCase() }));
    return this.folded.get(keyOf({ field, value: value.toLowerCase() })) ?? [];
  }

  /** Every value of a field. */
  valuesOf(field: FacetField): string[] {
    return this.names.filter((name) => name.field === field).map(({ value }) => value);
  }

  /** Names of the values of a row. */
  of(row: number): FacetValue[] {
    const own = this.values.subarray(this.starts[row] ?? 0, this.ends[row] ?? 0);
    return Array.from(own, (number) => this.names[number]).filter((name) => name !== undefined);
  }

  /** Whether a row has any of these values. */
  hasAny(row: number, wanted: ReadonlySet<number>): boolean {
    const { starts, ends, values } = this;
    const end = at(ends, row);
    for (let i = at(starts, row); i < end; i += 1) if (wanted.has(at(values, i))) return true;
    return false;
  }

  private countAll(rows: readonly number[], counts: Uint32Array): readonly number[] {
    const { starts, ends, values } = this;
    for (const row of rows) {
      const end = at(ends, row);
      for (let i = at(starts, row); i < end; i += 1) increment(counts, at(values, i));
    }
    return rows;
  }

  private countChosen(rows: readonly number[], choices: readonly FacetChoice[], counts: Uint32Array): number[] {
    const { starts, ends, values, fields } = this;
    const { chosen, needed } = this.chosen(choices);
    const passing: number[] = [];
    for (const row of rows) {
      const start = at(starts, row);
      const end = at(ends, row);
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
  private chosen(choices: readonly FacetChoice[]): { chosen: Uint32Array; needed: number } {
    const chosen = new Uint32Array(this.names.length);
    let needed = 0;
    for (const choice of choices) {
      const bit = 1 << FACET_FIELDS.indexOf(choice.field);
      needed |= bit;
      const number = this.numbers.get(keyOf(choice));
      if (number !== undefined) chosen[number] = bit;
    }
    return { chosen, needed };
  }

  private facetCounts(counts: Uint32Array, choices: readonly FacetChoice[]): FacetCount[] {
    const { names, fields } = this;
    const best = FACET_FIELDS.map((): number[] => []);
    const before = (a: number, b: number) => at(counts, b) - at(counts, a) || compare(names[a]?.value, names[b]?.value);
    for (let number = 0; number < counts.length; number += 1) {
      const list = at(counts, number) > 0 ? best[at(fields, number)] : undefined;
      if (list) keepBest(list, number, before, mostValues(FACET_FIELDS[at(fields, number)]));
    }
    for (const choice of choices) {
      const number = this.numbers.get(keyOf(choice));
      const list = best[FACET_FIELDS.indexOf(choice.field)];
      if (number !== undefined && list?.includes(number) === false) list.push(number);
    }
    return best.flatMap((list, field) =>
      inOwnOrder(
        FACET_FIELDS[field],
        list.map((number) => ({ ...(names[number] as FacetValue), count: at(counts, number) })),
      ),
    );
  }

  private kindCounts(counts: Uint32Array): Record<string, number> {
    const count = (value: string) => counts[this.numbers.get(keyOf({ field: "kind", value })) ?? -1] ?? 0;
    return { dataset: count("dataset"), model: count("model"), benchmark: count("benchmark") };
  }
}

const keyOf = ({ field, value }: FacetValue) => `${field}\n${value}`;
const compare = (a = "", b = "") => (a < b ? -1 : a > b ? 1 : 0);

/** Years from the newest and sizes from the smallest; other values stay in order of their counts. */
function inOwnOrder(field: FacetField | undefined, counts: FacetCount[]): FacetCount[] {
  if (field === "year") return counts.sort((a, b) => compare(b.value, a.value));
  if (field === "size") return counts.sort((a, b) => (SIZE_ORDER.get(a.value) ?? 0) - (SIZE_ORDER.get(b.value) ?? 0));
  return counts;
}

/** Inserts a number into a short sorted list: most are worse than its last and cost one comparison. */
function keepBest(list: number[], number: number, before: (a: number, b: number) => number, most: number): void {
  const last = list.at(-1);
  if (list.length === most && last !== undefined && before(number, last) > 0) return;
  let place = list.length;
  while (place > 0 && before(number, list[place - 1] ?? number) < 0) place -= 1;
  list.splice(place, 0, number);
  if (list.length > most) list.pop();
}

function groupBy(names: readonly FacetValue[], key: (name: FacetValue) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  names.forEach((name, number) => {
    const group = groups.get(key(name));
    if (group) group.push(number);
    else groups.set(key(name), [number]);
  });
  return groups;
}

// Within their ranges by construction; a check for each of a million items would cost as much as the counting.
const at = (array: Uint8Array | Uint32Array, index: number): number => array[index] as number;
const increment = (counts: Uint32Array, index: number) => {
  counts[index] = at(counts, index) + 1;
};
