import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { FacetChoice, FacetCount, FacetField, Kind } from "../contracts/types.js";
import { KINDS } from "../core/manifests.js";
import { FACET_FIELDS, mostValues, SIZE_CLASSES } from "../core/search/fields.js";
import type { Postings } from "./postings.js";
import type { RowSet } from "./row-set.js";

const SIZE_ORDER = new Map(SIZE_CLASSES.map(({ value }, index) => [value, index]));
/** Results up to which their own values are grouped; of more, each value's rows are counted among them. */
const FEW = 2_000;
/** Values of one field whose rows are counted; of a field with more of them that are as frequent, results are grouped. */
const MOST_COUNTED = 400;

/** A facet's value, and by how many packages it is had. */
export interface FacetValue {
  id: number;
  field: FacetField;
  value: string;
  count: number;
}

/** How results divide. */
export interface Tally {
  /** Rows that pass every choice; undefined for all that there are. */
  passing: RowSet | undefined;
  facets: FacetCount[];
  kinds: Record<Kind, number>;
}

/** Counts what results have of each facet, from tables that keep the rows of each value. */
export class FacetCounts {
  private readonly frequent: StatementSync;
  private readonly grouped: StatementSync;
  private readonly exact: StatementSync;
  private readonly folded: StatementSync;
  private readonly named: StatementSync;
  private readonly own: StatementSync;

  constructor(
    database: DatabaseSync,
    private readonly postings: Postings,
  ) {
    const value = "SELECT id, field, value, count FROM facet";
    this.frequent = database.prepare(`${value} WHERE field = ? AND count > 0 ORDER BY count DESC, value`);
    this.exact = database.prepare(`${value} WHERE field = ? AND value = ? AND count > 0`);
    this.folded = database.prepare(`${value} WHERE field = ? AND folded = ? AND count > 0`);
    this.named = database.prepare("SELECT value FROM facet WHERE field = ? AND count > 0");
    const each = "package JOIN json_each('[' || package.facets || ']') AS one";
    this.own = database.prepare(
      `SELECT facet.id, field, facet.value, count FROM ${each} JOIN facet ON facet.id = one.value WHERE package.id = ?`,
    );
    this.grouped = database.prepare(
      `SELECT facet.id, field, facet.value, n AS count FROM (
        SELECT one.value AS id, count(*) AS n FROM json_each(?) AS row JOIN ${each} ON package.id = row.value GROUP BY 1
      ) AS counted JOIN facet ON facet.id = counted.id WHERE field IN (SELECT value FROM json_each(?))
      ORDER BY count DESC, facet.value`,
    );
  }

  /** Values of a field that equal a text, in whatever case; the same case is preferred. */
  matching(field: FacetField, value: string): FacetValue[] {
    const same = this.exact.all(field, value).map(facetValue);
    return same.length > 0 ? same : this.folded.all(field, value.toLowerCase()).map(facetValue);
  }

  /** Every value of a field. */
  valuesOf(field: FacetField): string[] {
    return this.named.all(field).map(({ value }) => String(value));
  }

  /** Values of a package. */
  of(row: number): FacetValue[] {
    return this.own.all(row).map(facetValue);
  }

  /**
   * Counts what rows have; undefined is all that there are. Values of one field are alternatives, so a field's own choice
   * does not narrow its counts.
   */
  tally(rows: RowSet | undefined, choices: readonly FacetChoice[], limit: number): Tally {
    const chosen = new Map<FacetField, RowSet>();
    for (const { field } of choices) {
      const values = choices.filter((choice) => choice.field === field);
      const ids = values.flatMap((choice) => this.exact.all(field, choice.value).map(({ id }) => Number(id)));
      chosen.set(field, this.postings.union(ids, limit));
    }
    const narrowed = (except?: FacetField) =>
      [...chosen].reduce<RowSet | undefined>(
        (set, [field, values]) => (field === except ? set : (set?.and(values) ?? values)),
        rows,
      );
    const passing = narrowed();
    const open = FACET_FIELDS.filter((field) => !chosen.has(field));
    const counts = new Map(this.count(passing, open).map((list, index) => [open[index], list]));
    for (const field of chosen.keys()) {
      const set = narrowed(field);
      const [list = []] = this.count(set, [field]);
      counts.set(field, [...list, ...this.unlisted(list, set, choices, field)]);
    }
    const kinds = counts.get("kind") ?? [];
    const ofKind = (kind: Kind) => kinds.find(({ value }) => value === kind)?.count ?? 0;
    return {
      passing,
      facets: FACET_FIELDS.flatMap((field) => inOwnOrder(field, counts.get(field) ?? [])),
      kinds: Object.fromEntries(KINDS.map((kind) => [kind, ofKind(kind)])) as Record<Kind, number>,
    };
  }

  /** The most frequent values of each field. */
  private count(set: RowSet | undefined, fields: readonly FacetField[]): FacetCount[][] {
    if (set && set.size <= FEW) return this.group(set, fields);
    return fields.map((field) => this.countField(set, field));
  }

  private group(set: RowSet, fields: readonly FacetField[]): FacetCount[][] {
    const all = this.grouped.all(JSON.stringify(set.rows()), JSON.stringify(fields)).map(facetValue);
    return fields.map((field) =>
      all
        .filter((one) => one.field === field)
        .slice(0, mostValues(field))
        .map(facetCount),
    );
  }

  /** From the most frequent value of all on: what fewer packages have than the last one kept cannot come before it. */
  private countField(set: RowSet | undefined, field: FacetField): FacetCount[] {
    const most = mostValues(field);
    let best: FacetValue[] = [];
    let counted = 0;
    for (const row of this.frequent.iterate(field)) {
      const facet = facetValue(row);
      const last = best.at(most - 1);
      if (last && facet.count < last.count) break;
      if (!set && best.length >= most) break;
      if (set && (counted += 1) > MOST_COUNTED) return this.group(set, [field])[0] ?? [];
      const count = set ? this.postings.count(facet.id, set) : facet.count;
      if (count > 0) best = [...best, { ...facet, count }].sort(byCount).slice(0, most);
    }
    return best.map(facetCount);
  }

  /** Chosen values that are not among the most frequent. */
  private unlisted(
    list: readonly FacetCount[],
    set: RowSet | undefined,
    choices: readonly FacetChoice[],
    field: FacetField,
  ): FacetCount[] {
    const left = choices.filter(
      (choice) => choice.field === field && list.every(({ value }) => value !== choice.value),
    );
    return left.flatMap(({ value }) =>
      this.exact
        .all(field, value)
        .map(facetValue)
        .map((facet) => facetCount({ ...facet, count: set ? this.postings.count(facet.id, set) : facet.count })),
    );
  }
}

const facetValue = ({ id, field, value, count }: Record<string, unknown>): FacetValue => ({
  ...{ id: Number(id), field: field as FacetField, value: String(value), count: Number(count) },
});
const facetCount = ({ field, value, count }: FacetValue): FacetCount => ({ field, value, count });
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byCount = (a: FacetValue, b: FacetValue) => b.count - a.count || compare(a.value, b.value);

/** Years from the newest and sizes from the smallest; other values stay in order of their counts. */
function inOwnOrder(field: FacetField, counts: readonly FacetCount[]): FacetCount[] {
  if (field === "year") return counts.toSorted((a, b) => compare(b.value, a.value));
  if (field === "size")
    return counts.toSorted((a, b) => (SIZE_ORDER.get(a.value) ?? 0) - (SIZE_ORDER.get(b.value) ?? 0));
  return [...counts];
}
