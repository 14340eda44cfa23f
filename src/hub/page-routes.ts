import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/** A worker has the policy of its own address: this one fetches and compiles ONNX Runtime from beside it, and nothing else. */
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** Serves the web page where its bundle is at hand. Its files hold no data, so that they need no token. */
export function pageRoutes(app: FastifyInstance, folder: string | undefined): void {
  if (folder === undefined || !existsSync(join(folder, "index.html"))) return;
  app.register(async (page) => {
    page.addHook("onRoute", (route) => {
      route.config = { ...route.config, public: true };
    });
    await page.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: "index.html",
      setHeaders: (reply, path) => {
        if (dirname(path) !== join(folder, "runtime")) return;
        reply.header("content-security-policy", WORKER_POLICY);
        reply.header("x-content-type-options", "nosniff");
      },
    });
  });
}
