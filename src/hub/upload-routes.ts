import { pipeline, Transform, type Readable } from "node:stream";
import { crc32 } from "node:zlib";
import type { FastifyInstance } from "fastify";
import type { Upload } from "../contracts/types.js";
import { validateUploadCommit } from "../contracts/validators.js";
import { parse } from "../core/contract.js";
import { problem } from "../core/problems.js";
import type { Manifest } from "../core/manifests.js";
import { Publication } from "../store/publication.js";
import { checkFilePath } from "../store/package-paths.js";
import type { Services } from "./services.js";
import { Uploads } from "./uploads.js";

const LARGEST_MANIFEST = 16 * 1024 * 1024;

interface UploadParams {
  id: string;
}
type FileParams = UploadParams & { "*": string };

/**
 * Publishing over HTTP: a manifest, its files one by one, and the commit that makes the version appear (201), or answers
 * with the one that is there where it holds the same (200).
 * A file goes whole by PUT, or in parts by PATCH, each with the `Upload-Offset` at which it goes on; HEAD says where
 * that is (the header fields of the IETF draft on resumable uploads, draft-ietf-httpbis-resumable-upload).
 * A file that is whole is answered with its hash (`Repr-Digest`, RFC 9530), for publishers that do not know it beforehand:
 * by `Upload-CRC32` they see whether what arrived in a request is what they sent, and bring the hashes to the commit.
 */
export function uploadRoutes(app: FastifyInstance, { store, onPublishStep }: Services): void {
  const uploads = new Uploads(store, onPublishStep);
  app.addHook("onClose", () => uploads.releaseAll());

  app.post("/uploads", { bodyLimit: LARGEST_MANIFEST }, async ({ body }, reply): Promise<Upload> => {
    const upload = await uploads.begin(body);
    reply.code(201);
    return upload;
  });

  app.get<{ Params: UploadParams }>("/uploads/:id", ({ params }) => uploads.status(params.id));

  app.post<{ Params: UploadParams }>(
    "/uploads/:id/commit",
    { bodyLimit: LARGEST_MANIFEST },
    async ({ params, body }, reply) => {
      const { files } =
        body === undefined || body === null ? { files: [] } : parse(validateUploadCommit, body, "The request");
      const { manifest, unchanged } = await uploads.commit(params.id, files);
      reply.code(unchanged ? 200 : 201);
      return manifest;
    },
  );

  // A kernel of the same user writes into the staging of a store on this machine, and only its commit goes over HTTP.
  app.post<{ Params: UploadParams }>("/staged/:id/commit", async ({ params }, reply): Promise<Manifest> => {
    await store.expire();
    const publication = await Publication.takeShared(store, params.id, { onStep: onPublishStep, checkTables: true });
    const manifest = await publication.commit();
    reply.code(publication.unchanged ? 200 : 201);
    return manifest;
  });

  app.delete<{ Params: UploadParams }>("/uploads/:id", async ({ params }, reply) => {
    await uploads.end(params.id);
    return reply.code(204).send();
  });

  app.head<{ Params: FileParams }>("/uploads/:id/files/*", async ({ params }, reply) => {
    checkFilePath(params["*"]);
    const { bytes, total } = await uploads.use(params.id, (publication) => publication.progressOf(params["*"]));
    reply.headers({
      "upload-offset": bytes,
      "cache-control": "no-store",
      ...(total === undefined ? {} : { "upload-length": total }),
    });
    return reply.code(204).send();
  });

  // Its own scope: only here is a body a stream of bytes, whatever type it claims to have.
  app.register((files, _options, done) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser("*", (_request, payload, parsed) => parsed(null, payload));
    files.put<{ Params: FileParams; Body: Readable | undefined }>(
      "/uploads/:id/files/*",
      async ({ params, body, raw }, reply) => {
        checkFilePath(params["*"]);
        const { chunks, crc } = counted(body ?? raw);
        const sha256 = await uploads.use(params.id, (publication) => publication.put(params["*"], chunks));
        return reply
          .code(204)
          .headers({ "repr-digest": digestField(sha256), "upload-crc32": crc() })
          .send();
      },
    );
    files.patch<{ Params: FileParams; Body: Readable | undefined }>(
      "/uploads/:id/files/*",
      async ({ params, body, raw, headers }, reply) => {
        checkFilePath(params["*"]);
        const offset = offsetOf(headers["upload-offset"]);
        const { chunks, crc } = counted(body ?? raw);
        const { bytes, sha256 } = await uploads.use(params.id, (publication) =>
          publication.append(params["*"], offset, chunks),
        );
        if (sha256 !== undefined) reply.header("repr-digest", digestField(sha256));
        return reply.code(204).headers({ "upload-offset": bytes, "upload-crc32": crc() }).send();
      },
    );
    done();
  });
}

/** A body, and the CRC-32 of what has been read of it. */
function counted(body: Readable): { chunks: AsyncIterable<Uint8Array>; crc: () => string } {
  let crc = 0;
  // A stream and no generator: whoever cuts off a silent sender need not wait for its next chunk.
  const chunks = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      crc = crc32(chunk, crc);
      done(null, chunk);
    },
  });
  // What goes wrong is told to whoever reads.
  pipeline(body, chunks, () => undefined);
  return { chunks, crc: () => String(crc) };
}

const digestField = (sha256: string) => `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`;

function offsetOf(header: string | string[] | undefined): number {
  const offset = typeof header === "string" && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
  if (offset !== undefined) return offset;
  throw problem(
    "invalid-request",
    "A part of a file needs the header field Upload-Offset with the byte at which it goes on.",
  );
}
