import pRetry from "p-retry";
import type { FileHash, UploadFile } from "../contracts/types.js";
import { validateUpload, validateUploadFile } from "../contracts/validators.js";
import { parse } from "../core/contract.js";
import { parseManifest, type Manifest } from "../core/manifests.js";
import { FoundryProblem, problem } from "../core/problems.js";
import { send, sendForJson, type Connection } from "./request.js";

/**
 * A file whose hash is not known beforehand. What is sent in one go is checked by its CRC-32, so that only the hub need
 * hash it; what an earlier upload has left there, by the hash of the whole file.
 */
export interface CheckedStream {
  /** Bytes from `start` on. */
  stream: ReadableStream<Uint8Array>;
  /** CRC-32 of what has been read of the stream. */
  crc32: () => number;
  /** SHA-256 of the whole file, which is read once more for that. */
  sha256: () => Promise<string>;
}

/**
 * Gives a file's bytes, opened only when its turn comes: a whole Blob, or a stream that begins at `start`; one that can be
 * checked where the manifest has no hash.
 */
export type FileOpener = (
  file: UploadFile,
  start: number,
) => Promise<Blob | ReadableStream<Uint8Array> | CheckedStream>;

/** How far an upload is. */
export interface UploadProgress {
  /** `unchanged` where a version that holds the same was there, so that nothing was published. */
  step: "upload" | "commit" | "unchanged";
  /** Bytes that the hub has, of `total`. */
  done: number;
  total: number;
  path?: string;
}

/** How an upload is to go. */
export interface UploadOptions {
  onProgress?: ((progress: UploadProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** How often an upload that breaks off is gone on with before it fails. */
  retries?: number | undefined;
}

/** Bytes of a Blob in one request: a browser tells nothing of a request on its way, and servers between limit its size. */
const PART = 8 * 1024 * 1024;
const PATIENCE = { retries: 4, minTimeout: 250, factor: 2 };

/**
 * Begins an upload or goes on with it, sends what the hub misses, and commits.
 * When the connection breaks, it goes on; what stays on the hub then is gone on with by the next upload of the same files.
 * When it is refused or given up, the hub is told to forget it.
 */
export async function upload(
  connection: Connection,
  manifest: unknown,
  open: FileOpener,
  { onProgress, signal, retries = PATIENCE.retries }: UploadOptions,
): Promise<Manifest> {
  const files = filesOf(manifest);
  const state: Attempt["state"] = { committing: false, id: "", hashes: new Map() };
  try {
    return await pRetry(() => attempt(connection, { manifest, files, open, onProgress, signal, state }), {
      ...PATIENCE,
      retries,
      // A hub that does not answer at all is told at once.
      shouldRetry: ({ error }) => state.id !== "" && isInterruption(error) && signal?.aborted !== true,
    });
  } catch (error) {
    // The first failure is the one to tell.
    if (state.id !== "" && (signal?.aborted === true || !isInterruption(error)))
      await send(connection, routeOf(state.id), { method: "DELETE" }).catch(() => undefined);
    throw error;
  }
}

interface Attempt {
  manifest: unknown;
  files: UploadFile[];
  open: FileOpener;
  onProgress: UploadOptions["onProgress"];
  signal: AbortSignal | undefined;
  /** What is known from one attempt to the next; `hashes` of files that the hub hashed, and that were checked. */
  state: { committing: boolean; id: string; hashes: Map<string, string> };
}

async function attempt(
  connection: Connection,
  { manifest, files, open, onProgress, signal, state }: Attempt,
): Promise<Manifest> {
  // The answer to a commit may be what was lost.
  const published = state.committing ? await alreadyPublished(connection, manifest, files, state.hashes) : undefined;
  if (published) return published;
  const begun = await sendForJson(connection, "/api/v1/uploads", { method: "POST", json: manifest, signal });
  const { id, missing, received, arrived } = parse(validateUpload, begun, "The hub's answer", "unavailable");
  state.id = id;
  const changed = await changedFiles(files, arrived, open, state.hashes);
  const absent = new Set(missing);
  const wanted = files.filter(({ path }) => absent.has(path) || changed.has(path));
  const parts = new Map(received.map(({ path, bytes }) => [path, bytes]));
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  let before = total - wanted.reduce((sum, file) => sum + file.bytes, 0);
  for (const file of wanted) {
    const report = (bytes: number) => onProgress?.({ step: "upload", done: before + bytes, total, path: file.path });
    const start = Math.min(parts.get(file.path) ?? 0, file.bytes);
    report(start);
    const route = `${routeOf(id)}/files/${encodePath(file.path)}`;
    const sending = { file, start, open, report, signal };
    const sha256 = await (changed.has(file.path)
      ? sendAnew(connection, route, sending)
      : sendFile(connection, route, sending));
    if (sha256 !== undefined) state.hashes.set(file.path, sha256);
    before += file.bytes;
  }
  onProgress?.({ step: "commit", done: total, total });
  state.committing = true;
  const hashes = [...state.hashes].map(([path, sha256]): FileHash => ({ path, sha256 }));
  const answer = await send(connection, `${routeOf(id)}/commit`, { method: "POST", json: { files: hashes }, signal });
  if (answer.status === 200) onProgress?.({ step: "unchanged", done: total, total });
  return packageOf(await answer.json());
}

/** Files that are whole on the hub, but are others than those to publish: an earlier upload had the same names and sizes. */
async function changedFiles(
  files: readonly UploadFile[],
  arrived: readonly FileHash[],
  open: FileOpener,
  hashes: Map<string, string>,
): Promise<Set<string>> {
  const changed = new Set<string>();
  for (const { path, sha256 } of arrived) {
    const file = files.find((each) => each.path === path);
    if (!file) continue;
    let own = hashes.get(path);
    if (own === undefined) {
      const source = await open(file, file.bytes);
      // What tells no hash cannot be compared, and is sent again.
      own = isChecked(source) ? await source.sha256() : "";
    }
    if (own === sha256) hashes.set(path, own);
    else changed.add(path);
  }
  return changed;
}

interface Sending {
  file: UploadFile;
  start: number;
  open: FileOpener;
  report: (bytes: number) => void;
  signal: AbortSignal | undefined;
}

/** Sends the rest of a file; its hash, where the hub found it and it was checked. */
async function sendFile(connection: Connection, route: string, sending: Sending): Promise<string | undefined> {
  const { file, start, open, report, signal } = sending;
  const source = await open(file, start);
  const patch = (offset: number, body: Blob | ReadableStream<Uint8Array>) => {
    const headers = { "content-type": "application/partial-upload", "upload-offset": String(offset) };
    return send(connection, route, { method: "PATCH", body, headers, signal });
  };
  if (isChecked(source)) {
    const answer = await patch(start, counted(source.stream, start, report));
    report(file.bytes);
    if (start === 0) return checkedHash(file, source, answer);
    const sha256 = await source.sha256();
    return digestOf(answer) === sha256 ? sha256 : sendAnew(connection, route, { ...sending, start: 0 });
  }
  if (!(source instanceof Blob)) {
    await patch(start, counted(source, start, report));
    // One that ends too early would leave the hub waiting.
    report(file.bytes);
    return undefined;
  }
  let offset = start;
  do {
    const end = offset + PART;
    // A Blob of another size than the manifest says is the hub's to refuse.
    const last = end >= source.size;
    await patch(offset, source.slice(offset, last ? source.size : end));
    offset = last ? source.size : end;
    report(Math.min(offset, file.bytes));
  } while (offset < source.size);
  return undefined;
}

/** Sends a file from its beginning, in place of what the hub has of it. */
async function sendAnew(
  connection: Connection,
  route: string,
  { file, open, report, signal }: Sending,
): Promise<string | undefined> {
  const source = await open(file, 0);
  const checked = isChecked(source);
  const body = source instanceof Blob ? source : counted(checked ? source.stream : source, 0, report);
  const answer = await send(connection, route, {
    method: "PUT",
    body,
    headers: { "content-type": "application/octet-stream" },
    signal,
  });
  report(file.bytes);
  return checked ? checkedHash(file, source, answer) : undefined;
}

const isChecked = (source: Blob | ReadableStream<Uint8Array> | CheckedStream): source is CheckedStream =>
  "crc32" in source;

/** The hub's hash of a file, after what was sent of it and what arrived are known to be the same. */
function checkedHash({ path }: UploadFile, source: CheckedStream, answer: Response): string {
  const found = digestOf(answer);
  if (found !== undefined && answer.headers.get("upload-crc32") === String(source.crc32())) return found;
  throw problem("checksum-mismatch", `'${path}' arrived at the hub other than it was sent; publish it again.`);
}

/** The hub's hash of a file (`Repr-Digest`, RFC 9530). */
function digestOf(answer: Response): string | undefined {
  const [, encoded] = /sha-256=:([^:]*):/.exec(answer.headers.get("repr-digest") ?? "") ?? [];
  if (encoded === undefined) return undefined;
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function alreadyPublished(
  connection: Connection,
  manifest: unknown,
  files: UploadFile[],
  sent: ReadonlyMap<string, string>,
): Promise<Manifest | undefined> {
  const { kind, name, version } = manifest as { kind?: unknown; name?: unknown; version?: unknown };
  const path = `/api/v1/${String(kind)}s/${encodeURIComponent(String(name))}/${encodeURIComponent(String(version))}`;
  const answer = await sendForJson(connection, path).catch(() => undefined);
  const found = answer === undefined ? undefined : packageOf(answer);
  const hashes = new Map(found?.files.map((file) => [file.path, file.sha256]));
  return files.every(({ path, sha256 = sent.get(path) }) => sha256 !== undefined && hashes.get(path) === sha256)
    ? found
    : undefined;
}

const routeOf = (id: string): string => `/api/v1/uploads/${encodeURIComponent(id)}`;
const encodePath = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

const packageOf = (value: unknown): Manifest => parseManifest(value, "The hub's answer");

const isInterruption = (error: unknown): boolean => error instanceof FoundryProblem && error.retry;

function filesOf(manifest: unknown): UploadFile[] {
  const files: unknown = typeof manifest === "object" && manifest !== null && "files" in manifest ? manifest.files : [];
  return Array.isArray(files)
    ? files.map((file: unknown) => parse(validateUploadFile, file, "A file of the manifest", "invalid-manifest"))
    : [];
}

function counted(
  body: ReadableStream<Uint8Array>,
  start: number,
  report: (bytes: number) => void,
): ReadableStream<Uint8Array> {
  let bytes = start;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      report(bytes);
      controller.enqueue(chunk);
    },
  });
  return body.pipeThrough(counter);
}
