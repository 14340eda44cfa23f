// What the search benchmarks compare: the catalog as it is shipped, and SQLite's FTS5 alone on the same words.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { records as recordsOf } from "./corpus.mjs";
import { bundled, publishMany } from "./published-store.mjs";

export const PAGE = 20;

const MODULES = ["store/open-store", "catalog/catalog", "catalog/records", "core/search/words"];

/** Both sides over the same packages: ours brings up its index from a store in which each was published. */
export async function bothSides(count) {
  const folder = mkdtempSync(join(tmpdir(), "foundry-bench-search-"));
  const modules = await bundled(MODULES, folder);
  const location = join(folder, "store");
  await publishMany(location, count);
  const catalog = modules.Catalog.of(await modules.openStore(location), join(folder, "cache"));
  const { total } = await catalog.search({}, () => undefined);
  if (total !== count) throw new Error(`The index has ${total} packages, not ${count}.`);
  return {
    catalog,
    alone: aloneSide(modules, join(folder, "alone.sqlite"), recordsOf(count)),
    close: () => {
      catalog.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function* batches(records, size = 1000) {
  let batch = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** The same words, ranked by the same weights; the hit is stored beside them. */
export function aloneSide({ wordsOf, hitOf, wordsIn }, file, records) {
  const database = new DatabaseSync(file);
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;",
  );
  const width = wordsOf({ title: "", name: "", columns: [] }).length;
  const names = Array.from({ length: width }, (_, index) => `c${index}`).join(", ");
  database.exec(`CREATE TABLE package (id INTEGER PRIMARY KEY, hit TEXT NOT NULL);
    CREATE VIRTUAL TABLE words USING fts5(${names}, content = '', prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');`);
  const insert = database.prepare(`INSERT INTO words (rowid, ${names}) VALUES (?${", ?".repeat(width)})`);
  const keep = database.prepare("INSERT INTO package VALUES (?, ?)");
  let id = 0;
  for (const batch of batches(records)) {
    database.exec("BEGIN");
    for (const record of batch) {
      insert.run((id += 1), ...wordsOf(record));
      keep.run(id, JSON.stringify(hitOf(record)));
    }
    database.exec("COMMIT");
  }
  const page = database.prepare(
    `SELECT rowid AS id FROM words WHERE words MATCH ? ORDER BY bm25(words, 10, 6, 3, 3, 1, 2) LIMIT ${PAGE}`,
  );
  const count = database.prepare("SELECT count(*) AS n FROM words WHERE words MATCH ?");
  const hit = database.prepare("SELECT hit FROM package WHERE id = ?");
  const matchOf = (text) =>
    text.startsWith('"')
      ? `"${wordsIn(text).join(" ")}"`
      : `${wordsIn(text)
          .map((word) => `"${word}"`)
          .join(" AND ")} *`;
  const best = (text) => page.all(matchOf(text)).map(({ id }) => JSON.parse(hit.get(id).hit));
  return { page: best, pageAndTotal: (text) => ({ hits: best(text), total: count.get(matchOf(text)).n }) };
}

/** Milliseconds of each query on each side, in turn, so that a drifting machine hurts all alike. */
export async function measure(sides, texts, { warmup = 40 } = {}) {
  const milliseconds = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (const [turn, text] of texts.entries())
    for (const [name, run] of Object.entries(sides)) {
      const start = performance.now();
      await run(text);
      if (turn >= warmup) milliseconds[name].push(performance.now() - start);
    }
  return milliseconds;
}
