// Search over 1,000,000 records: time, memory, and what a rebuild of the index takes; against SQLite's FTS5 alone and a linear scan in pandas.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { records, queries } from "./corpus.mjs";
import { bothSides, measure } from "./search-sides.mjs";
import { quantile, report } from "./timing.mjs";

const COUNT = Number(process.env.FOUNDRY_BENCH_RECORDS ?? 1_000_000);
const SCANS = 14;

/** Milliseconds of a scan of every text for every word of a query, in a process of its own. */
async function pandas(texts) {
  const child = spawn(process.env.FOUNDRY_BENCH_PYTHON ?? "python", ["bench/linear_scan.py"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const write = async (text) => {
    if (!child.stdin.write(text)) await once(child.stdin, "drain");
  };
  for (const { title, description, keywords, columns } of records(COUNT))
    await write(`${[title, description, ...keywords, ...columns.map(({ name }) => name)].join(" ")}\n`);
  await write("\n");
  await write(`${JSON.stringify(texts)}\n`);
  child.stdin.end();
  return JSON.parse((await lines.next()).value);
}

const texts = queries(SCANS + 140);
const scan = await pandas(texts.slice(0, SCANS));
const before = process.memoryUsage().rss;
const { catalog, alone, seconds, megabytes, close } = await bothSides(() => records(COUNT));
const built = process.memoryUsage().rss;
const first = performance.now();
await catalog.search({});
const opened = performance.now() - first;
const followed = [];
for (const record of records(9, 3)) {
  catalog.index([{ ...record, name: `late-${followed.length}` }]);
  const since = performance.now();
  await catalog.search({});
  followed.push(performance.now() - since);
}
const limit = "SQLite FTS5 alone: the page of hits";
const milliseconds = await measure(
  { [limit]: alone.page, "foundry-lab: page, total, facets, highlights": (query) => catalog.search({ query }) },
  texts,
  { warmup: SCANS },
);
const corrections = await measure(
  { misspelt: (query) => catalog.search({ query }) },
  ["experimetnal band", "solubilty", "conductivty thermal", "perovksite oxide", "semicondutcor"],
  { warmup: 0 },
);
const rows = [
  ...Object.entries(milliseconds).map(([name, values]) => ({ name, milliseconds: values })),
  { name: "foundry-lab: misspelt words", milliseconds: corrections.misspelt },
  { name: "pandas: linear scan for the words", milliseconds: scan.milliseconds },
];
for (const [statistic, q] of [
  ["p50", 0.5],
  ["p95", 0.95],
])
  report(`Search over ${COUNT.toLocaleString("en")} records, ${statistic}`, rows, limit, { statistic, q });
const mega = (bytes) => `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
console.log(`
Rebuild of the index            foundry-lab ${seconds.ours.toFixed(1)} s, SQLite alone ${seconds.alone.toFixed(1)} s
Index on disk                   foundry-lab ${mega(megabytes.ours * 1e6)}, SQLite alone ${mega(megabytes.alone * 1e6)}
First search of a process       ${(opened / 1000).toFixed(1)} s (facets are read into memory)
First search after a change     ${quantile(followed, 0.5).toFixed(0)} ms (median of ${followed.length}, a record published before each)
Memory of this process          ${mega(before)} before, ${mega(built)} built, ${mega(process.memoryUsage().rss)} after the searches (both sides)
Memory of pandas                ${mega(scan.rss)}`);
close();
