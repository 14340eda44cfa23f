import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { ColumnStatistics, View } from "../../contracts/types.js";
import { unsorted } from "../../core/conditions.js";
import type { TableSource } from "../../core/sources.js";
import { isAbort } from "../table/row-pages.js";

/** The column whose distribution is shown beside the table, and that distribution in the current view. */
export class ChosenColumn implements ReactiveController {
  name: string | undefined;
  summary: ColumnStatistics | undefined;
  problem: string | undefined;
  #request: AbortController | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#request?.abort();
  }

  /** Shows `name`, or nothing; what was shown before stays until the new one is there. */
  async choose(name: string | undefined, source: TableSource | undefined, view: View | undefined): Promise<void> {
    this.#request?.abort();
    this.name = name;
    this.problem = undefined;
    this.host.requestUpdate();
    if (name === undefined || !source) {
      this.summary = undefined;
      return;
    }
    const rows = unsorted(view);
    const known = rows ? undefined : source.description.statistics?.find((one) => one.name === name);
    if (known) {
      this.summary = known;
      return;
    }
    const request = new AbortController();
    this.#request = request;
    try {
      const summary = await source.histogram(name, rows, request.signal);
      if (!request.signal.aborted) this.summary = summary;
    } catch (error) {
      if (isAbort(error) || request.signal.aborted) return;
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.host.requestUpdate();
  }
}
