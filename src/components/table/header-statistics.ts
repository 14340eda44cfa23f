import type { ReactiveController } from "lit";
import { ColumnSummaries } from "./column-summaries.js";
import type { GridColumns } from "./grid-columns.js";
import { HeaderCounts } from "./header-counts.js";
import type { TableChanges, TableHost } from "./table-host.js";

/** Columns up to which those out of sight are counted too. */
const COUNTED_UNSEEN = 200;

/** What headers say of the columns' values: of all rows, and of those of the view. */
export class HeaderStatistics implements ReactiveController {
  summaries: ColumnSummaries | undefined;
  counts: HeaderCounts | undefined;

  constructor(private readonly host: TableHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.summaries?.close();
    this.counts?.close();
    this.summaries = undefined;
  }

  /** Follows the table's source and view. */
  follow(changes: TableChanges): void {
    const { source, view } = this.host;
    if (changes.has("source") || !this.summaries) {
      this.hostDisconnected();
      this.summaries = source && new ColumnSummaries(source, () => this.#summarised());
      this.counts = source && new HeaderCounts(source, () => this.host.requestUpdate());
    }
    if (changes.has("view")) this.counts?.step(view);
  }

  /**
   * Asks for what the headers on screen are to say.
   * @param started - whether rows are here: they come first
   */
  want({ drawn, shown }: GridColumns, started: boolean): void {
    const { view, headers } = this.host;
    const seen = drawn.flatMap((column) => shown[column]?.name ?? []);
    if (started || this.counts?.knows(view) === true)
      this.counts?.follow(
        view,
        seen.map((name) => this.summaries?.get(name)),
      );
    if (!started || headers === "nothing") return;
    const rest = shown.length <= COUNTED_UNSEEN ? shown.map(({ name }) => name) : [];
    void this.summaries?.load([...seen, ...rest]);
  }

  /** Stops counting columns, or goes on. */
  toggle(): void {
    if (this.summaries?.cancelled) this.summaries.resume();
    else this.summaries?.cancel();
    this.host.requestUpdate();
  }

  #summarised(): void {
    const of = this.host.source?.description.columns.length ?? 0;
    const { done = 0, cancelled = false } = this.summaries ?? {};
    this.host.tell("foundry-statistics", { done, of, cancelled });
    this.host.requestUpdate();
  }
}
