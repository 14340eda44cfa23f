import type { Benchmark, Leaderboard, LeaderboardEntry } from "../../contracts/types.js";
import { problem } from "../../core/problems.js";
import type { LeaderboardRequest, LeaderboardSource } from "../../core/sources.js";
import { choose, find, heard, place, read, settle } from "../testing/element.js";
import { leaderboardColumns } from "../../core/score-columns.js";
import "./leaderboard-element.js";
import type { LeaderboardElement } from "./leaderboard-element.js";

afterEach(() => document.body.replaceChildren());

const BENCHMARK: Benchmark = {
  schemaVersion: 1,
  kind: "benchmark",
  name: "gaps",
  version: "1.0.0",
  title: "Gaps to predict",
  publishedAt: "2026-01-01T00:00:00Z",
  dataset: { name: "band-gaps", version: "1.0.0" },
  task: "regression",
  id: "id",
  target: "gap",
  unit: "eV",
  folds: [
    { name: "a", path: "folds/a.json", rows: 1000 },
    { name: "b", path: "folds/b.json", rows: 921 },
  ],
  metrics: [
    { name: "mae", higherIsBetter: false, unit: "eV" },
    { name: "r2", higherIsBetter: true },
  ],
  rules: { deadline: "2027-01-31T12:00:00Z", submissionsPerDay: 3, submissionsTotal: 5, digits: 3 },
  labels: { hidden: true, sha256: "0".repeat(64) },
  files: [],
};

function entry(name: string, rank: number, mae: number, more: Partial<LeaderboardEntry> = {}): LeaderboardEntry {
  const score = { mean: mae, std: 0.0123, low: mae - 0.1, high: mae + 0.1, confidence: 0.95 };
  const overall = { mae: score, r2: { ...score, mean: null, std: null } };
  return { rank, id: "0".repeat(26), name, kind: "predictions", submittedAt: "2026-02-03T00:00:00Z", overall, ...more };
}

const COMPARED = {
  against: "0".repeat(26),
  metric: "mae",
  test: "paired permutation test over rows",
  method: "all 8 exchanges of predictions",
};
const ENTRIES = [
  entry("forest", 1, 0.37, { kind: "model", model: "gap-forest@1.0.0" }),
  entry("<b>bold</b>", 2, 0.4, { above: { ...COMPARED, p: 0.2, significant: false } }),
  entry("also", 2, 0.4, { above: { ...COMPARED, p: 1e-5, significant: true } }),
  entry("gone", 0, 0.1, { withdrawn: { at: "2026-02-04T00:00:00Z", reason: "a mistake" } }),
];

class MemoryBoard implements LeaderboardSource {
  asked: LeaderboardRequest[] = [];
  constructor(
    private readonly entries: LeaderboardEntry[],
    private readonly total = entries.length,
  ) {}
  benchmark(): Promise<Benchmark> {
    return Promise.resolve(BENCHMARK);
  }
  leaderboard(_name: string, _version?: string, request: LeaderboardRequest = {}): Promise<Leaderboard> {
    this.asked.push(request);
    const { metrics, title, name, version } = BENCHMARK;
    const entries = this.entries.filter(({ kind }) => request.kind === undefined || request.kind === kind);
    return Promise.resolve({
      benchmark: name,
      version,
      title,
      dataset: "band-gaps@1.0.0",
      metrics,
      columns: leaderboardColumns(BENCHMARK),
      sort: request.sort ?? "mae",
      total: this.total,
      offset: 0,
      entries,
    });
  }
}

const show = (source: LeaderboardSource) => place<LeaderboardElement>("foundry-leaderboard", { source, name: "gaps" });
const rows = (root: ShadowRoot) =>
  [...root.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")].map(read));

test("shows entries with ties, comparisons and withdrawals, and the rules", async () => {
  const { element, root } = await show(new MemoryBoard(ENTRIES));
  expect(rows(root).map((cells) => cells.slice(0, 4))).toEqual([
    ["1", "0.37 ± 0.012 0.27 to 0.47", "forest gap-forest@1.0.0", "–"],
    ["2 =", "0.4 ± 0.012 0.3 to 0.5", "<b>bold</b> p = 0.20", "–"],
    ["2 =", "0.4 ± 0.012 0.3 to 0.5", "also p < 0.001", "–"],
    ["", "0.1 ± 0.012 0 to 0.2", "gone withdrawn", "–"],
  ]);
  const [first, second] = [...root.querySelectorAll<HTMLElement>("[aria-label*=difference]")];
  expect(first?.getAttribute("aria-label")).toBe("p = 0.20: difference of <b>bold</b> to forest");
  first?.click();
  await settle(element);
  expect(read(find(root, ".significance"))).toBe(
    "forest and <b>bold</b> may differ in mae by chance: p = 0.20. paired permutation test over rows: all 8 exchanges of predictions Close",
  );
  second?.click();
  await settle(element);
  expect(read(find(root, ".significance"))).toContain(
    "<b>bold</b> and also differ in mae by more than chance: p < 0.001.",
  );
  find(root, ".significance button").click();
  await settle(element);
  expect(root.querySelector(".significance")).toBeNull();
  expect(read(root.querySelector(".byline"))).toBe("gaps · v1.0.0 · hidden labels");
  expect(read(root.querySelector("section"))).toContain(
    "1,921 rows in 2 folds. Open until 2027-01-31 12:00 UTC; 3 a day for all entrants together; 5 in all for all entrants together; scored in 3 digits.",
  );
  expect(root.querySelectorAll("svg .point")).toHaveLength(3);
});

test("is sorted by a metric and filtered by kind", async () => {
  const board = new MemoryBoard(ENTRIES);
  const { element, root } = await show(board);
  expect(root.querySelector("th[aria-sort]")?.getAttribute("aria-sort")).toBe("ascending");
  root.querySelectorAll<HTMLElement>("th button")[1]?.click();
  await settle(element);
  expect(root.querySelector("th[aria-sort]")?.getAttribute("aria-sort")).toBe("descending");
  choose(root, "Kind of entry", "model");
  await settle(element);
  expect(board.asked).toEqual([{ limit: 25 }, { limit: 25, sort: "r2" }, { limit: 25, sort: "r2", kind: "model" }]);
  expect(rows(root)).toHaveLength(1);
  choose(root, "Kind of entry", "baseline");
  await settle(element);
  expect(read(root.querySelector("section"))).toContain("No entry is of this kind.");
  find(root, ".none .secondary").click();
  await settle(element);
  expect(rows(root)).toHaveLength(4);
});

test("leads to its dataset and to an entry's model, and shows more on demand", async () => {
  const board = new MemoryBoard(ENTRIES, 300);
  const { element, root } = await show(board);
  const chosen = heard(element, "foundry-select");
  for (const link of root.querySelectorAll<HTMLElement>(".link")) link.click();
  expect(chosen).toEqual([
    { kind: "dataset", name: "band-gaps", version: "1.0.0" },
    { kind: "model", name: "gap-forest", version: "1.0.0" },
  ]);
  find(root, "section > .plain").click();
  await settle(element);
  expect(board.asked.at(-1)).toEqual({ limit: 125 });
});

test("alone it has neither a place to enter nor links to other cards", async () => {
  const { root } = await place<LeaderboardElement>("foundry-leaderboard", {
    ...{ source: new MemoryBoard(ENTRIES), name: "gaps", alone: true, stale: "The kernel was restarted." },
  });
  expect(root.querySelectorAll(".link, pre, form")).toHaveLength(0);
  expect(read(find(root, ".problem"))).toBe("The kernel was restarted.");
  expect(rows(root)).toHaveLength(4);
});

test("says when there are no entries, and what went wrong", async () => {
  const { root } = await show(new MemoryBoard([]));
  expect(read(root.querySelector("section"))).toContain("No entries yet.");
  const broken = new MemoryBoard([]);
  broken.leaderboard = () => Promise.reject(problem("unavailable", "The hub does not answer."));
  const failed = await show(broken);
  expect(read(find(failed.root, "[role=alert]"))).toContain("The hub does not answer.");
});
