// Searches as people type them, with the package that each means: how often it comes first, and among the first five.
import { readFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundled } from "./published-store.mjs";

const TARGETS = { first: 85, five: 90 };
const { packages, queries } = JSON.parse(readFileSync(new URL("search-quality.json", import.meta.url), "utf8"));
const work = mkdtempSync(join(tmpdir(), "foundry-bench-quality-"));
try {
  const { Catalog } = await bundled(["catalog/catalog"], work);
  const catalog = new Catalog(":memory:");
  catalog.index(
    packages.map((one) => ({ version: "1.0.0", bytes: 1, publishedAt: "2026-01-01T00:00:00Z", columns: [], ...one })),
  );
  const kinds = new Map();
  const missed = [];
  for (const { kind, query, answer } of queries) {
    const names = await catalog.search({ query, limit: 5 }).then(
      ({ hits }) => hits.map(({ name }) => name),
      (error) => [error.message],
    );
    const counts = kinds.get(kind) ?? { queries: 0, first: 0, five: 0 };
    kinds.set(kind, counts);
    counts.queries += 1;
    counts.first += names[0] === answer;
    counts.five += names.includes(answer);
    if (names[0] !== answer) missed.push(`  ${query} -> ${names.join(", ") || "nothing"} (meant: ${answer})`);
  }
  const all = { queries: 0, first: 0, five: 0 };
  for (const counts of kinds.values()) for (const key of Object.keys(all)) all[key] += counts[key];
  console.log(`${"searches".padEnd(24)}${["number", "first", "in five"].map((head) => head.padStart(9)).join("")}`);
  for (const [kind, counts] of [...kinds, ["all", all]])
    console.log(
      `${kind.padEnd(24)}${Object.values(counts)
        .map((count) => String(count).padStart(9))
        .join("")}`,
    );
  const verdict = (key) => `${key} >= ${TARGETS[key]} ${all[key] >= TARGETS[key] ? "met" : "MISSED"}`;
  console.log(`target: ${verdict("first")}, ${verdict("five")}`);
  if (missed.length > 0) console.log(`not first:\n${missed.join("\n")}`);
  catalog.close();
} finally {
  rmSync(work, { recursive: true, force: true });
}
