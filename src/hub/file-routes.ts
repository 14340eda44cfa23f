import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import parseRange from "range-parser";
import type { FileEntry, Kind } from "../contracts/types.js";
import { KINDS } from "../core/manifests.js";
import { nearest } from "../core/nearest.js";
import { problem } from "../core/problems.js";
import { checkName, versionOf } from "../core/references.js";
import { findManifest } from "../store/library.js";
import { checkFilePath } from "../store/package-paths.js";
import type { ByteRange, PackageVersion, Store } from "../store/store.js";
import type { Services } from "./services.js";

interface FileParams {
  name: string;
  version: string;
  "*": string;
}

/** Types that a browser may be told of; anything else could run as a page of this origin. */
const HARMLESS =
  /^(?:application\/(?:json|x-ndjson|vnd\.apache\.|x-hdf5|gzip|zip)|text\/(?:plain|csv|markdown)|image\/(?:png|jpeg|gif|webp)|chemical\/)/;

/** Bytes of the files of packages: whole, a range, or only whether they have changed. */
export function fileRoutes(app: FastifyInstance, { store }: Services): void {
  for (const kind of KINDS)
    app.get<{ Params: FileParams }>(`/${kind}s/:name/:version/files/*`, (request, reply) =>
      sendFile(store, kind, request, reply),
    );
}

async function sendFile(
  store: Store,
  kind: Kind,
  { params, headers, method }: FastifyRequest<{ Params: FileParams }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  checkName(params.name);
  checkFilePath(params["*"]);
  const manifest = await findManifest(store, kind, { name: params.name, ...versionOf(params.version) });
  const file = manifest.files.find(({ path }) => path === params["*"]);
  if (!file)
    throw problem("not-found", `${manifest.name}@${manifest.version} has no file '${params["*"]}'.`, {
      suggestions: nearest(
        params["*"],
        manifest.files.map(({ path }) => path),
      ),
    });
  await requireIntact(store, manifest, file);
  const etag = `"sha256-${file.sha256}"`;
  // Only a whole version never changes: `1` may mean another one tomorrow.
  const caching = params.version === manifest.version ? "private, max-age=31536000, immutable" : "private, no-cache";
  reply.headers({
    etag,
    "accept-ranges": "bytes",
    "cache-control": caching,
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.path.split("/").at(-1) ?? "")}`,
  });
  if (matches(headers["if-none-match"], etag)) return reply.code(304).send();
  const type = file.mediaType ?? "";
  reply.type(HARMLESS.test(type) ? type : "application/octet-stream");
  const range = requestedRange(headers, file.bytes, etag, reply);
  const length = range ? range.end - range.start + 1 : file.bytes;
  reply.code(range ? 206 : 200).header("content-length", length);
  if (range) reply.header("content-range", `bytes ${range.start}-${range.end}/${file.bytes}`);
  // An empty stream: a body of no bytes would be announced as such.
  return reply.send(method === "HEAD" ? Readable.from([]) : await store.read(manifest, file.path, range));
}

/** A file of another size than published would be sent under the wrong hash. */
async function requireIntact(store: Store, target: PackageVersion, file: FileEntry): Promise<void> {
  const found = await store.stat(target, file.path);
  if (found?.bytes === file.bytes) return;
  const state = found ? `has ${found.bytes} bytes where ${file.bytes} were published` : "is missing from the store";
  const reference = `${target.name}@${target.version}`;
  throw problem(
    "checksum-mismatch",
    `'${file.path}' of ${reference} ${state}; run \`foundry-lab verify ${reference}\`.`,
    { status: 500 },
  );
}

/** The one range that is asked for; undefined for the whole file, which is also the answer to several ranges. */
function requestedRange(
  headers: FastifyRequest["headers"],
  bytes: number,
  etag: string,
  reply: FastifyReply,
): ByteRange | undefined {
  const { range: text, "if-range": condition } = headers;
  if (text === undefined || (condition !== undefined && condition !== etag)) return undefined;
  const ranges = parseRange(bytes, text);
  if (ranges === -1) {
    reply.header("content-range", `bytes */${bytes}`).removeHeader("cache-control").removeHeader("content-disposition");
    throw problem("invalid-request", `The file has ${bytes} bytes; the range asked for lies beyond them.`, {
      status: 416,
    });
  }
  if (ranges === -2 || ranges.type !== "bytes") return undefined;
  const [first, ...others] = ranges;
  return others.length === 0 ? first : undefined;
}

function matches(condition: string | undefined, etag: string): boolean {
  const tags = condition?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  return tags.includes(etag) || tags.includes("*");
}
