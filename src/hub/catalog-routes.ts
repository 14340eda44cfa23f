import type { FastifyInstance } from "fastify";
import type { Catalogs } from "../catalog/providers/catalogs.js";
import { validateCatalogsRequest } from "../contracts/validators.js";
import { parse } from "../core/contract.js";

/** Catalogs besides the store: which there are, and what they find. */
export function catalogRoutes(app: FastifyInstance, catalogs: Catalogs): void {
  app.get("/catalogs", () => catalogs.list());
  app.post("/catalogs/search", ({ body }) => catalogs.search(parse(validateCatalogsRequest, body, "The search")));
}
