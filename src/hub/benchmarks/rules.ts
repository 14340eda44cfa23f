import type { Benchmark, EntryKind, Submission } from "../../contracts/types.js";
import { baselineName, countsTogether } from "../../core/benchmarks.js";
import { nameKey } from "../../core/name-key.js";
import { problem } from "../../core/problems.js";
import { takenName } from "../../store/submissions.js";

const DAY = 86_400_000;

/** Who entered, where nobody is named. */
export const ANYBODY = "anonymous";

/**
 * Refuses an entry that the rules do not allow.
 * @param now - milliseconds since 1970
 */
export function checkRules(
  benchmark: Benchmark,
  entry: { name: string; by?: string | undefined; kind?: EntryKind | undefined },
  entries: Iterable<Submission>,
  now: number,
): void {
  const { rules = {}, baselines = [] } = benchmark;
  const { deadline, submissionsPerDay, submissionsTotal, entrants } = rules;
  const by = entry.by ?? ANYBODY;
  const entrant = nameKey(by);
  const together = countsTogether(benchmark);
  if (deadline !== undefined && now > Date.parse(deadline))
    throw problem("not-allowed", `The benchmark has been closed since ${deadline}; its leaderboard stays.`);
  // Baselines come with the benchmark, from no entrant, and its manifest names them.
  const isBaseline = ({ kind, name }: Pick<typeof entry, "name" | "kind">) =>
    kind === "baseline" && baselines.some((known) => name === baselineName(known));
  const baseline = isBaseline(entry);
  if (!baseline && entrants && !entrants.some((name) => nameKey(name) === entrant))
    throw problem("not-allowed", `Only ${entrants.slice(0, 5).join(", ")} may enter this benchmark, not '${by}'.`);
  const key = nameKey(entry.name);
  let today = 0;
  let total = 0;
  for (const other of entries) {
    if (nameKey(other.name) === key) throw takenName(entry.name, other);
    if (isBaseline(other) || !(together || nameKey(other.by ?? ANYBODY) === entrant)) continue;
    total++;
    if (now - Date.parse(other.submittedAt) < DAY) today++;
  }
  if (baseline) return;
  const who = together ? "Entrants, who are counted together here," : `'${by}'`;
  const have = together ? "have" : "has";
  if (submissionsTotal !== undefined && total >= submissionsTotal)
    throw problem(
      "not-allowed",
      `${who} ${have} entered ${total} times, and ${submissionsTotal} are allowed in all; the benchmark takes no more.`,
    );
  if (submissionsPerDay !== undefined && today >= submissionsPerDay)
    throw problem(
      "not-allowed",
      `${who} ${have} entered ${today} times in the last 24 hours, and ${submissionsPerDay} are allowed; try again tomorrow.`,
      { status: 429 },
    );
}

/** Of ordered entries the first of each entrant that was not withdrawn. */
export function bestOfEachEntrant(ordered: readonly Submission[]): Submission[] {
  const seen = new Set<string>();
  return ordered.filter(({ by = ANYBODY, withdrawn }) => {
    if (withdrawn) return false;
    const entrant = nameKey(by);
    return !seen.has(entrant) && seen.add(entrant);
  });
}
