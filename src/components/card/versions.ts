import type { PackageSummary } from "../../contracts/types.js";
import { FoundryProblem } from "../../core/problems.js";
import type { CatalogSource } from "../../core/sources.js";

/** The versions to choose from; this one alone where none can be found: it waits for a curator, or all are withdrawn. */
export async function versionsBeside(
  source: CatalogSource,
  { kind, name, version, title }: { kind: "dataset" | "model"; name: string; version: string; title: string },
  signal: AbortSignal,
): Promise<PackageSummary> {
  try {
    return await source.versions(kind, name, signal);
  } catch (error) {
    if (error instanceof FoundryProblem && error.type !== "unavailable") return { kind, name, title, versions: [version] };
    throw error;
  }
}
