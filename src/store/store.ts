import type { Readable } from "node:stream";
import type { FileEntry, Kind, LogEntry } from "../contracts/types.js";
import type { Manifest } from "../core/manifests.js";

/** One version of one package. */
export interface PackageVersion {
  kind: Kind;
  name: string;
  version: string;
}

/** A package's name and its versions, newest first. */
export interface PackageVersions {
  name: string;
  versions: string[];
}

/** What a file turned out to be while it was written. */
export interface StagedFile {
  bytes: number;
  sha256: string;
}

/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** What a file has come to that arrives in parts: its hash once it is whole. */
export interface AppendedFile {
  bytes: number;
  sha256?: string;
}

/** A staging that outlives its process: another one goes on with it under its id. */
export interface ResumableUpload {
  /** Letters, digits and hyphens. */
  id: string;
  /** What whoever goes on has to know. */
  note: string;
}

/** A version on its way in. Nobody sees it before `commit`, and everybody sees all of it afterwards. */
export interface Staging {
  readonly id: string;
  /** Writes a file and hashes it on the way; more than `limit` bytes are refused. */
  put(path: string, source: AsyncIterable<Uint8Array>, limit?: number): Promise<StagedFile>;
  /**
   * Goes on with a file of `total` bytes at `offset`, which must be where it stopped.
   * What arrives before a source fails is kept.
   */
  append(
    path: string,
    source: AsyncIterable<Uint8Array>,
    at: { offset: number; total: number; signal?: AbortSignal },
  ): Promise<AppendedFile>;
  /** Bytes of a file that have arrived so far. */
  received(path: string): Promise<number>;
  /** Whether a file has arrived whole. */
  has(path: string): Promise<boolean>;
  /** Takes a file over from a published version; undefined where that one is not as published. */
  adopt(path: string, from: PackageVersion, file: FileEntry): Promise<StagedFile | undefined>;
  /** Forgets a file. */
  drop(path: string): Promise<void>;
  /** A staged file's size. */
  size(path: string): Promise<number>;
  /** Bytes `start` to `end`, the latter excluded, of a staged file. */
  slice(path: string, start: number, end: number): Promise<Uint8Array>;
  /** A staged file's text. */
  text(path: string): Promise<string>;
  /** Makes the version appear, whole and at once; a version that exists already is refused. */
  commit(target: PackageVersion, manifest: string): Promise<void>;
  /** Leaves no trace of what was staged; what was committed stays. */
  discard(): Promise<void>;
  /** Lets another process go on with it; one that is not resumable is discarded. */
  release(): Promise<void>;
}

/** A staging that another process has filled: its prepared manifest, and the sizes of the files that are there. */
export interface SharedStaging {
  staging: Staging;
  prepared: string;
  sizes: ReadonlyMap<string, number>;
}

/** An entry of the log: its id, and what was done where that is known without reading it. */
export interface LogLine {
  id: string;
  action?: string;
}

/** A part of the log, and where it ends. */
export interface LogTail {
  lines: LogLine[];
  position: string;
}

/** Where packages live. A folder is one; a bucket can be another. */
export interface Store {
  /** Folder or URL. */
  readonly location: string;
  readonly name: string;
  /** Whether a curator must accept a version before it is found. */
  readonly curation?: boolean;
  /** Every package of a kind, by name. */
  packages(kind: Kind): Promise<PackageVersions[]>;
  /** Versions of a package, newest first; none where there is no such package. */
  versions(kind: Kind, name: string): Promise<string[]>;
  /** Undefined where there is no such version. */
  manifest(target: PackageVersion): Promise<Manifest | undefined>;
  /** Paths of all files that are there, whatever the manifest says, without the manifest itself. */
  files(target: PackageVersion): Promise<string[]>;
  /** A file's size; undefined where it is missing. */
  stat(target: PackageVersion, path: string): Promise<{ bytes: number } | undefined>;
  /** A file's bytes. */
  read(target: PackageVersion, path: string, range?: ByteRange): Promise<Readable>;
  /** Begins to stage; one that is resumable and was begun before is gone on with, under its new note. */
  begin(upload?: ResumableUpload): Promise<Staging>;
  /** Goes on with a resumable staging; undefined where there is none, or no more. */
  resume(id: string): Promise<{ staging: Staging; note: string } | undefined>;
  /** Takes over a staging that a process of the same user has filled in this store; undefined where there is none. */
  takeShared(id: string): Promise<SharedStaging | undefined>;
  /** Forgets resumable stagings that have been silent too long. */
  expire(): Promise<void>;
  /** Adds an entry to the log, under a new id. */
  append(entry: Omit<LogEntry, "id">): Promise<LogEntry>;
  /** Entries of the log, oldest first. */
  log(): Promise<LogEntry[]>;
  /**
   * What was added to the log after a position, or from its beginning: a part of it, empty at the end. A line may be
   * given twice.
   */
  logTail(after?: string): Promise<LogTail>;
  /** The entries of some ids, oldest first. */
  logEntries(ids: readonly string[]): Promise<LogEntry[]>;
  /** Changes whenever the log may have changed; undefined when that cannot be told. */
  logStamp(): Promise<string | undefined>;
}
