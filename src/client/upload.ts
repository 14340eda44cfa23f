import type { FileEntry } from "../contracts/types.js";
import { validateFileEntry, validateUpload } from "../contracts/validators.js";
import { parse } from "../core/contract.js";
import { parseManifest, type Manifest } from "../core/manifests.js";
import { send, sendForJson, type Connection } from "./request.js";

/** Gives a file's bytes, opened only when its turn comes. */
export type FileOpener = (file: FileEntry) => Promise<Blob | ReadableStream<Uint8Array>>;

/** How far an upload is. */
export interface UploadProgress {
  step: "upload" | "commit";
  /** Bytes sent, of `total`. */
  done: number;
  total: number;
  path?: string;
}

/** Begins an upload, sends what the hub misses, and commits; on a failure the hub is told to forget it. */
export async function upload(
  connection: Connection,
  manifest: unknown,
  open: FileOpener,
  { onProgress, signal }: { onProgress?: (progress: UploadProgress) => void; signal?: AbortSignal },
): Promise<Manifest> {
  const begun = await sendForJson(connection, "/api/v1/uploads", { method: "POST", json: manifest, signal });
  const { id, missing } = parse(validateUpload, begun, "The hub's answer", "unavailable");
  const route = `/api/v1/uploads/${encodeURIComponent(id)}`;
  try {
    const files = filesOf(manifest).filter((file) => missing.includes(file.path));
    const total = files.reduce((sum, file) => sum + file.bytes, 0);
    let before = 0;
    for (const file of files) {
      const body = counted(await open(file), (bytes) => {
        onProgress?.({ step: "upload", done: before + bytes, total, path: file.path });
      });
      const path = file.path.split("/").map(encodeURIComponent).join("/");
      const headers = { "content-type": "application/octet-stream" };
      await send(connection, `${route}/files/${path}`, { method: "PUT", body, headers, signal });
      before += file.bytes;
      onProgress?.({ step: "upload", done: before, total, path: file.path });
    }
    onProgress?.({ step: "commit", done: total, total });
    const published = await sendForJson(connection, `${route}/commit`, { method: "POST", signal });
    return parseManifest(published, "The hub's answer");
  } catch (error) {
    // The first failure is the one to tell; a hub that is gone forgets the upload by itself.
    await send(connection, route, { method: "DELETE" }).catch(() => undefined);
    throw error;
  }
}

function filesOf(manifest: unknown): FileEntry[] {
  const files: unknown = typeof manifest === "object" && manifest !== null && "files" in manifest ? manifest.files : [];
  return Array.isArray(files)
    ? files.map((file: unknown) => parse(validateFileEntry, file, "A file of the manifest", "invalid-manifest"))
    : [];
}

function counted(
  body: Blob | ReadableStream<Uint8Array>,
  report: (bytes: number) => void,
): Blob | ReadableStream<Uint8Array> {
  // A browser sends a Blob as it is, and streams only over HTTP/2: its progress counts whole files.
  if (body instanceof Blob) return body;
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      report(bytes);
      controller.enqueue(chunk);
    },
  });
  return body.pipeThrough(counter);
}
