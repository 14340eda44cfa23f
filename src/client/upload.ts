import pRetry from "p-retry";
import type { Dataset, FileEntry, Model } from "../contracts/types.js";
import { validateDataset, validateFileEntry, validateModel, validateUpload } from "../contracts/validators.js";
import { parse } from "../core/contract.js";
import { FoundryProblem } from "../core/problems.js";
import { send, sendForJson, type Connection } from "./request.js";

/** Gives a file's bytes, opened only when its turn comes: a whole Blob, or a stream that begins at `start`. */
export type FileOpener = (file: FileEntry, start: number) => Promise<Blob | ReadableStream<Uint8Array>>;

/** How far an upload is. */
export interface UploadProgress {
  step: "upload" | "commit";
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

type Package = Dataset | Model;

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
): Promise<Package> {
  const files = filesOf(manifest);
  const state = { committing: false, id: "" };
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
  files: FileEntry[];
  open: FileOpener;
  onProgress: UploadOptions["onProgress"];
  signal: AbortSignal | undefined;
  state: { committing: boolean; id: string };
}

async function attempt(connection: Connection, { manifest, files, open, onProgress, signal, state }: Attempt): Promise<Package> {
  let begun;
  try {
    begun = await sendForJson(connection, "/api/v1/uploads", { method: "POST", json: manifest, signal });
  } catch (error) {
    // The answer to a commit may be what was lost.
    const published = state.committing ? await alreadyPublished(connection, manifest, files) : undefined;
    if (published) return published;
    throw error;
  }
  const { id, missing, received } = parse(validateUpload, begun, "The hub's answer", "unavailable");
  state.id = id;
  const wanted = files.filter(({ path }) => missing.includes(path));
  const parts = new Map(received.map(({ path, bytes }) => [path, bytes]));
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  let before = total - wanted.reduce((sum, file) => sum + file.bytes, 0);
  for (const file of wanted) {
    const report = (bytes: number) => onProgress?.({ step: "upload", done: before + bytes, total, path: file.path });
    const start = Math.min(parts.get(file.path) ?? 0, file.bytes);
    report(start);
    await sendFile(connection, `${routeOf(id)}/files/${encodePath(file.path)}`, { file, start, open, report, signal });
    before += file.bytes;
  }
  onProgress?.({ step: "commit", done: total, total });
  state.committing = true;
  return packageOf(await sendForJson(connection, `${routeOf(id)}/commit`, { method: "POST", signal }));
}

interface Sending {
  file: FileEntry;
  start: number;
  open: FileOpener;
  report: (bytes: number) => void;
  signal: AbortSignal | undefined;
}

async function sendFile(connection: Connection, route: string, { file, start, open, report, signal }: Sending): Promise<void> {
  const source = await open(file, start);
  const patch = (offset: number, body: Blob | ReadableStream<Uint8Array>) => {
    const headers = { "content-type": "application/partial-upload", "upload-offset": String(offset) };
    return send(connection, route, { method: "PATCH", body, headers, signal });
  };
  if (!(source instanceof Blob)) {
    await patch(start, counted(source, start, report));
    // One that ends too early would leave the hub waiting.
    report(file.bytes);
    return;
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
}

async function alreadyPublished(connection: Connection, manifest: unknown, files: FileEntry[]): Promise<Package | undefined> {
  const { kind, name, version } = manifest as { kind?: unknown; name?: unknown; version?: unknown };
  const path = `/api/v1/${String(kind)}s/${encodeURIComponent(String(name))}/${encodeURIComponent(String(version))}`;
  const answer = await sendForJson(connection, path).catch(() => undefined);
  const found = answer === undefined ? undefined : packageOf(answer);
  const hashes = new Map(found?.files.map((file) => [file.path, file.sha256]));
  return files.every((file) => hashes.get(file.path) === file.sha256) ? found : undefined;
}

const routeOf = (id: string): string => `/api/v1/uploads/${encodeURIComponent(id)}`;
const encodePath = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

const packageOf = (value: unknown): Package =>
  validateModel(value) ? value : parse(validateDataset, value, "The hub's answer", "unavailable");

const isInterruption = (error: unknown): boolean => error instanceof FoundryProblem && error.type === "unavailable";

function filesOf(manifest: unknown): FileEntry[] {
  const files: unknown = typeof manifest === "object" && manifest !== null && "files" in manifest ? manifest.files : [];
  return Array.isArray(files)
    ? files.map((file: unknown) => parse(validateFileEntry, file, "A file of the manifest", "invalid-manifest"))
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
