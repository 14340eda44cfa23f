import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { errorCode } from "../store/durable.js";

/** Goes up whenever the tables change: an index of another layout is another file. */
export const LAYOUT = 6;

/** SQLite's primary result codes for a file that is broken, and for one that cannot be written. */
const BROKEN = new Set([11, 26]);
const UNWRITABLE = new Set([8, 14, 13]);

const TABLES = `
  CREATE TABLE state (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO state VALUES ('generation', 0);
  CREATE TABLE package (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, published INTEGER NOT NULL, year INTEGER NOT NULL,
    bytes INTEGER NOT NULL, rows INTEGER, width INTEGER NOT NULL, facets TEXT NOT NULL, UNIQUE (kind, name)
  );
  CREATE INDEX package_name ON package (name, kind);
  CREATE INDEX package_published ON package (published);
  CREATE INDEX package_bytes ON package (bytes);
  CREATE INDEX package_rows ON package (rows);
  CREATE TABLE shown (
    id INTEGER PRIMARY KEY, hit TEXT NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL, columns TEXT NOT NULL
  );
  CREATE TABLE doi (doi TEXT NOT NULL, package INTEGER NOT NULL, PRIMARY KEY (doi, package)) WITHOUT ROWID;
  CREATE TABLE facet (
    id INTEGER PRIMARY KEY, field TEXT NOT NULL, value TEXT NOT NULL, folded TEXT NOT NULL, count INTEGER NOT NULL,
    UNIQUE (field, value)
  );
  CREATE INDEX facet_folded ON facet (field, folded);
  CREATE INDEX facet_count ON facet (field, count DESC, value);
  CREATE TABLE posting (facet INTEGER NOT NULL, block INTEGER NOT NULL, rows BLOB NOT NULL, PRIMARY KEY (facet, block));
  CREATE TABLE trained_on (dataset TEXT NOT NULL, package INTEGER NOT NULL, PRIMARY KEY (dataset, package)) WITHOUT ROWID;
  CREATE INDEX trained_on_package ON trained_on (package);
  CREATE INDEX doi_package ON doi (package);
  CREATE TABLE entry (id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE VIRTUAL TABLE words USING fts5 (
    title, name, columns, notes, description, people,
    content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
  );
`;

/** Opens an index file and makes its tables; one that cannot be read is replaced, and memory is used where nothing can be written. */
export function openDatabase(file: string): DatabaseSync {
  try {
    return prepare(file);
  } catch (error) {
    if (isUnwritable(error)) return prepare(":memory:");
    if (!isBroken(error)) throw error;
    removeDatabase(file);
    return prepare(file);
  }
}

/** Removes an index file and what SQLite keeps beside it. */
export function removeDatabase(file: string): void {
  if (file !== ":memory:")
    for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true, recursive: true });
}

/** Whether an error says that the file's content is damaged. */
export const isBroken = (error: unknown): boolean => BROKEN.has(sqliteCode(error));

/** Runs a change that other processes see as a whole. */
export function transaction<T>(database: DatabaseSync, kind: "read" | "write", work: () => T): T {
  database.exec(kind === "write" ? "BEGIN IMMEDIATE" : "BEGIN");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function prepare(file: string): DatabaseSync {
  if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: 10_000 });
  try {
    database.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;",
    );
    transaction(database, "write", () => {
      const version = database.prepare("PRAGMA user_version").get()?.user_version;
      if (version === 0) database.exec(`${TABLES} PRAGMA user_version = ${LAYOUT}`);
    });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isUnwritable(error: unknown): boolean {
  const code = errorCode(error);
  return code === "EACCES" || code === "EROFS" || code === "EPERM" || UNWRITABLE.has(sqliteCode(error));
}

/** The primary result code; 0 for another kind of error. */
function sqliteCode(error: unknown): number {
  const code: unknown = typeof error === "object" && error !== null && "errcode" in error ? error.errcode : 0;
  return typeof code === "number" ? code & 0xff : 0;
}
