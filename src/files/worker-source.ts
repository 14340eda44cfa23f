import { wrap, type Remote } from "comlink";
import type { ColumnStatistics, FindRequest, FindResponse, PlotRequest, View } from "../contracts/types.js";
import { problem } from "../core/problems.js";
import type { PageQuery, PlotData, Question, TableDescription, TablePage, TableSource } from "../core/sources.js";
import { pageFromBytes, plotFromBytes } from "./file-view.js";
import type { FileDescription, FileRequest, TableFile } from "./table-file.js";
import type { FileWorker } from "./worker.js";

/** A file in a worker of its own: whatever it takes to read, the page stays at hand. */
export class WorkerFile {
  private readonly worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "foundry-file" });
  private readonly remote: Remote<FileWorker> = wrap<FileWorker>(this.worker);
  private readonly failed = new Promise<never>((_, reject) => {
    this.worker.addEventListener("error", () => {
      reject(problem("internal", "The file's reader could not be started, or ran out of memory; open the file in a notebook."));
    });
  });

  constructor() {
    // A reader that is not asked need not say that it failed.
    this.failed.catch(() => undefined);
  }

  open(request: FileRequest, columns?: TableFile["columns"]): Promise<FileDescription> {
    return this.ask(() => this.remote.open(request, columns));
  }

  async page(query: PageQuery, signal?: AbortSignal): Promise<TablePage> {
    return pageFromBytes(await this.ask(() => this.remote.page(query), signal));
  }

  histogram(column: string, view?: View, signal?: AbortSignal): Promise<ColumnStatistics> {
    return this.ask(() => this.remote.histogram(column, view), signal);
  }

  find(question: Question<FindRequest>, signal?: AbortSignal): Promise<FindResponse> {
    return this.ask(() => this.remote.find(question), signal);
  }

  async plot(question: Question<PlotRequest>, signal?: AbortSignal): Promise<PlotData> {
    return plotFromBytes(await this.ask(() => this.remote.plot(question), signal));
  }

  close(): void {
    this.worker.terminate();
  }

  private async ask<T>(question: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    try {
      const answer = await Promise.race([question(), this.failed]);
      signal?.throwIfAborted();
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      // The worker's sentences come as errors of a plain kind.
      throw problem("invalid-request", error instanceof Error ? error.message : String(error), { cause: error });
    }
  }
}

/** Rows of a file that a worker reads. */
export class WorkerSource implements TableSource {
  constructor(
    private readonly file: WorkerFile,
    readonly description: TableDescription,
  ) {}

  page(query: PageQuery, signal?: AbortSignal): Promise<TablePage> {
    return this.file.page(query, signal);
  }

  histogram(column: string, view?: View, signal?: AbortSignal): Promise<ColumnStatistics> {
    return this.file.histogram(column, view, signal);
  }

  find(question: Question<FindRequest>, signal?: AbortSignal): Promise<FindResponse> {
    return this.file.find(question, signal);
  }

  plot(question: Question<PlotRequest>, signal?: AbortSignal): Promise<PlotData> {
    return this.file.plot(question, signal);
  }
}
