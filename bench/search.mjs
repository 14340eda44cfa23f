// Search over 100,000 records: the catalog's whole answer (page, total, facets, kinds, highlights) against SQLite's FTS5 alone.
import { records, queries } from "./corpus.mjs";
import { bothSides, measure } from "./search-sides.mjs";
import { report } from "./timing.mjs";

const COUNT = Number(process.env.FOUNDRY_BENCH_RECORDS ?? 100_000);
const { catalog, alone, close } = await bothSides(() => records(COUNT));
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
  ...(name.startsWith("foundry") ? { target: 1.5 } : {}),
}));
for (const [statistic, q] of [
  ["p50", 0.5],
  ["p95", 0.95],
])
  report(
    `Search over ${COUNT.toLocaleString("en")} records, ${statistic}`,
    rows.map((row) => (statistic === "p95" ? row : { ...row, target: undefined })),
    limit,
    { statistic, q },
  );
close();
