import type { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { Upload } from "../contracts/types.js";
import { FoundryProblem } from "../core/problems.js";
import { checkFilePath } from "../store/package-paths.js";
import type { Services } from "./services.js";
import { Uploads } from "./uploads.js";

const LARGEST_MANIFEST = 16 * 1024 * 1024;

interface UploadParams {
  id: string;
}

/** Publishing over HTTP: a manifest, its files one by one, and the commit that makes the version appear. */
export function uploadRoutes(app: FastifyInstance, { store, onPublishStep }: Services): void {
  const uploads = new Uploads(store, onPublishStep);
  app.addHook("onClose", () => uploads.endAll());

  app.post("/uploads", { bodyLimit: LARGEST_MANIFEST }, async ({ body }, reply): Promise<Upload> => {
    const { id, missing } = await uploads.begin(body);
    reply.code(201);
    return { id, missing };
  });

  app.post<{ Params: UploadParams }>("/uploads/:id/commit", async ({ params }, reply) => {
    try {
      const manifest = await uploads.use(params.id, (publication) => publication.commit());
      await uploads.end(params.id);
      reply.code(201);
      return manifest;
    } catch (error) {
      // What is only incomplete can go on; anything else cannot be mended by sending more.
      if (!(error instanceof FoundryProblem && error.problem.status === 409 && error.type === "invalid-request"))
        await uploads.end(params.id);
      throw error;
    }
  });

  app.delete<{ Params: UploadParams }>("/uploads/:id", async ({ params }, reply) => {
    await uploads.end(params.id);
    return reply.code(204).send();
  });

  // Its own scope: only here is a body a stream of bytes, whatever type it claims to have.
  app.register((files, _options, done) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser("*", (_request, payload, parsed) => parsed(null, payload));
    files.put<{ Params: UploadParams & { "*": string }; Body: Readable | undefined }>(
      "/uploads/:id/files/*",
      async ({ params, body, raw }, reply) => {
        checkFilePath(params["*"]);
        await uploads.use(params.id, (publication) => publication.put(params["*"], body ?? raw));
        return reply.code(204).send();
      },
    );
    done();
  });
}
