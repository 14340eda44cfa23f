import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/** Serves the web page where its bundle is at hand. Its files hold no data, so that they need no token. */
export function pageRoutes(app: FastifyInstance, folder: string | undefined): void {
  if (folder === undefined || !existsSync(join(folder, "index.html"))) return;
  app.register(async (page) => {
    page.addHook("onRoute", (route) => {
      route.config = { ...route.config, public: true };
    });
    await page.register(fastifyStatic, { root: folder, wildcard: false, index: "index.html" });
  });
}
