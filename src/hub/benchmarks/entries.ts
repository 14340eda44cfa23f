import type { Submission } from "../../contracts/types.js";
import type { BenchmarkVersion, Submissions } from "../../store/submissions.js";

/** Entries of one version of a benchmark as they are in the store, read once each. */
export class Entries {
  /** Changes with the entries. */
  generation = 0;
  private readonly byId = new Map<string, Submission>();
  private readonly known = new Set<string>();
  private stamp: string | undefined;
  private recovered = false;
  private running: Promise<void> | undefined;

  /** @param current - brings what older versions kept into the form of today */
  constructor(
    private readonly submissions: Submissions,
    private readonly target: BenchmarkVersion,
    private readonly current: (submission: Submission) => Submission,
  ) {}

  async all(): Promise<ReadonlyMap<string, Submission>> {
    // A pass that began before this call may have missed what came since.
    await this.running;
    this.running ??= this.refresh().finally(() => (this.running = undefined));
    await this.running;
    return this.byId;
  }

  /** Takes an entry that this process has just committed. */
  add(submission: Submission): void {
    this.known.add(`${submission.id}.json`);
    this.byId.set(submission.id, submission);
    this.generation += 1;
  }

  private async refresh(): Promise<void> {
    if (!this.recovered) await this.submissions.recover(this.target);
    this.recovered = true;
    const stamp = await this.submissions.stamp(this.target);
    if (stamp !== undefined && stamp === this.stamp) return;
    const { entries, withdrawals } = await this.submissions.entries(this.target, this.known);
    for (const entry of entries) {
      this.known.add(`${entry.id}.json`);
      this.byId.set(entry.id, this.current(entry));
    }
    for (const [id, withdrawn] of withdrawals) {
      const entry = this.byId.get(id);
      if (!entry) continue;
      this.known.add(`${id}.withdrawn.json`);
      this.byId.set(id, { ...entry, withdrawn });
    }
    if (entries.length + withdrawals.size > 0) this.generation += 1;
    this.stamp = stamp;
  }
}
