import type { DatabaseSync } from "node:sqlite";
import type { MatchedColumn } from "../contracts/types.js";
import { wordsIn } from "../core/search/words.js";
import { unknownName } from "../core/unknown-name.js";
import type { FacetCounts } from "./facet-counts.js";

/** Expressions of one search for what is alike; the rarest tell most. */
const MOST_TRAITS = 12;
/** What more packages than this share of all have tells nothing. */
const COMMON = 0.5;

/** Something that two packages can have in common. */
export interface Trait {
  /** As it is told, such as `unit eV`. */
  label: string;
  expression: string;
}

/** A package that others are compared with. */
export interface Example {
  id: number;
  traits: Trait[];
}

/** The package of a name, a dataset before a model, and what is telling about it: columns, units, keywords, domains, tasks. */
export function exampleOf(name: string, counts: FacetCounts, database: DatabaseSync): Example {
  const [plain = ""] = name.split("@");
  const row = database
    .prepare("SELECT id, columns FROM package JOIN shown USING (id) WHERE name = ? ORDER BY kind")
    .get(plain);
  if (!row) throw unknown(plain, database);
  const id = Number(row.id);
  const columns = JSON.parse(String(row.columns)) as MatchedColumn[];
  const facets = counts.of(id);
  const given = [
    ...columns.map(({ name: column }) => trait("column", column, "columns")),
    ...facets.flatMap(({ field, value }) => {
      if (field === "unit") return [trait("unit", value, "notes")];
      return field === "keyword" || field === "domain" || field === "task" ? [trait(field, value, "name")] : [];
    }),
  ];
  const unique = new Map(given.flatMap((one) => (one ? [[one.expression, one]] : [])));
  return { id, traits: telling([...unique.values()], database) };
}

/** The columns of a package, as far as the index keeps them. */
export function columnsOf(database: DatabaseSync, id: number): MatchedColumn[] {
  return JSON.parse(
    String(database.prepare("SELECT columns FROM shown WHERE id = ?").get(id)?.columns ?? "[]"),
  ) as MatchedColumn[];
}

function trait(what: string, value: string, column: string): Trait | undefined {
  const words = wordsIn(value);
  return words.length === 0
    ? undefined
    : { label: `${what} ${value}`, expression: `{${column}} : "${words.join(" ")}"` };
}

function telling(traits: Trait[], database: DatabaseSync): Trait[] {
  const total = Number(database.prepare("SELECT count(*) AS n FROM package").get()?.n);
  const count = database.prepare("SELECT count(*) AS n FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)");
  const most = Math.max(2, Math.ceil(total * COMMON));
  const counted = traits.map((one) => ({ one, n: Number(count.get(one.expression, most + 1)?.n) }));
  const shared = counted.filter(({ n }) => n > 1).sort((a, b) => a.n - b.n);
  const rare = shared.filter(({ n }) => n <= most);
  return (rare.length > 0 ? rare : shared).slice(0, MOST_TRAITS).map(({ one }) => one);
}

function unknown(name: string, database: DatabaseSync): Error {
  const names = database
    .prepare("SELECT name FROM package ORDER BY name LIMIT 20000")
    .all()
    .map((row) => String(row.name));
  return unknownName("dataset", name, "to be similar to", names);
}
