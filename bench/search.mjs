// Search over published packages: the catalog's whole answer (page, total, facets, kinds, highlights) against SQLite's FTS5
// alone. FOUNDRY_BENCH_PACKAGES=20000 takes minutes of publishing.
import { queries } from "./corpus.mjs";
import { bothSides, measure } from "./search-sides.mjs";
import { report } from "./timing.mjs";

const COUNT = Number(process.env.FOUNDRY_BENCH_PACKAGES ?? 3_000);
const { catalog, alone, close } = await bothSides(COUNT);
const limit = "SQLite FTS5 alone: the page of hits";
const milliseconds = await measure(
  {
    [limit]: alone.page,
    "SQLite FTS5 alone: page and total": alone.pageAndTotal,
    "foundry-lab: page, total, facets, highlights": (query) => catalog.search({ query }),
  },
  queries(440),
);
const rows = Object.entries(milliseconds).map(([name, values]) => ({
  name,
  milliseconds: values,
  // Of few packages, facets and highlights cost more than SQLite's whole search.
  ...(name.startsWith("foundry") && COUNT >= 100_000 ? { target: 1.5 } : {}),
}));
for (const [statistic, q] of [
  ["p50", 0.5],
  ["p95", 0.95],
])
  report(
    `Search over ${COUNT.toLocaleString("en")} packages, ${statistic}`,
    rows.map((row) => (statistic === "p95" ? row : { ...row, target: undefined })),
    limit,
    { statistic, q },
  );
close();
