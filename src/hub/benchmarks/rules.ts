import type { Benchmark, EntryKind, Submission } from "../../contracts/types.js";
import { problem } from "../../core/problems.js";

const DAY = 86_400_000;

/** Who entered, where nobody is named. */
export const ANYBODY = "anonymous";

/**
 * Refuses an entry that the rules do not allow.
 * @param now - milliseconds since 1970
 */
export function checkRules(
  { rules = {} }: Benchmark,
  entry: { name: string; by?: string | undefined; kind?: EntryKind | undefined },
  entries: Iterable<Submission>,
  now: number,
): void {
  const { deadline, submissionsPerDay, entrants } = rules;
  const by = entry.by ?? ANYBODY;
  if (deadline !== undefined && now > Date.parse(deadline))
    throw problem("not-allowed", `The benchmark has been closed since ${deadline}; its leaderboard stays.`);
  // Baselines come with the benchmark, from no entrant.
  const baseline = entry.kind === "baseline";
  if (!baseline && entrants && !entrants.includes(by))
    throw problem("not-allowed", `Only ${entrants.slice(0, 5).join(", ")} may enter this benchmark, not '${by}'.`);
  const folded = fold(entry.name);
  let today = 0;
  for (const other of entries) {
    if (fold(other.name) === folded)
      throw problem("duplicate-entry", `There is an entry called '${entry.name}' already; give yours another name.`);
    if (!baseline && (other.by ?? ANYBODY) === by && now - Date.parse(other.submittedAt) < DAY) today++;
  }
  if (!baseline && submissionsPerDay !== undefined && today >= submissionsPerDay)
    throw problem(
      "not-allowed",
      `'${by}' has entered ${today} times in the last 24 hours, and ${submissionsPerDay} are allowed; try again tomorrow.`,
      { status: 429 },
    );
}

const fold = (name: string): string => name.normalize("NFC").toLowerCase();
