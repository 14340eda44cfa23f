import type { Kind } from "../contracts/types.js";

/** Every kind of package. */
export const KINDS = ["dataset", "model", "benchmark"] as const satisfies readonly Kind[];
