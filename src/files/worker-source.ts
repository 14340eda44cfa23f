import { wrap, type Remote } from "comlink";
import type {
  ColumnCounts,
  ColumnStatistics,
  CountsRequest,
  CrossCounts,
  CrossCountsRequest,
  FindRequest,
  FindResponse,
  GroupsRequest,
  PlotRequest,
  View,
} from "../contracts/types.js";
import { problem } from "../core/problems.js";
import type {
  Groups,
  PageQuery,
  PlotData,
  Question,
  TableDescription,
  TablePage,
  TableSource,
} from "../core/sources.js";
import { groupsFromBytes, pageFromBytes, plotFromBytes } from "./file-view.js";
import { MOST_COUNTED, type FileDescription, type FileRequest, type TableFile } from "./table-file.js";
import type { FileWorker } from "./worker.js";

/** A file in a worker of its own: whatever it takes to read, the page stays at hand. */
export class WorkerFile {
  private counting = 0;
  private readonly worker = new Worker(new URL("./worker.js", import.meta.url), {
    type: "module",
    name: "foundry-file",
  });
  private readonly remote: Remote<FileWorker> = wrap<FileWorker>(this.worker);
  private readonly failed = new Promise<never>((_, reject) => {
    this.worker.addEventListener("error", () => {
      reject(
        problem(
          "internal",
          "The file's reader could not be started, or ran out of memory; open the file in a notebook.",
        ),
      );
    });
  });

  constructor() {
    // A reader that is not asked need not say that it failed.
    this.failed.catch(() => undefined);
  }

  /** Columns of the open file that are read as text. */
  asText: readonly string[] = [];

  async open(request: FileRequest, columns?: TableFile["columns"]): Promise<FileDescription> {
    const description = await this.ask(() => this.remote.open(request, columns));
    this.asText = description.asText ?? [];
    return description;
  }

  async page(query: PageQuery, signal?: AbortSignal): Promise<TablePage> {
    return pageFromBytes(await this.ask(() => this.remote.page(query), signal));
  }

  histogram(column: string, view?: View, signal?: AbortSignal): Promise<ColumnStatistics> {
    return this.ask(() => this.remote.histogram(column, view), signal);
  }

  /** @param most - rows up to which all are counted; beyond them, the first of them are */
  counts(question: Question<CountsRequest>, most: number, signal?: AbortSignal): Promise<ColumnCounts> {
    return this.askCounts((id) => this.remote.counts(id, question, most), signal);
  }

  /** @param most - as for {@link WorkerFile.counts} */
  crossCounts(question: Question<CrossCountsRequest>, most: number, signal?: AbortSignal): Promise<CrossCounts[]> {
    return this.askCounts((id) => this.remote.crossCounts(id, question, most), signal);
  }

  find(question: Question<FindRequest>, signal?: AbortSignal): Promise<FindResponse> {
    return this.ask(() => this.remote.find(question), signal);
  }

  async plot(question: Question<PlotRequest>, signal?: AbortSignal): Promise<PlotData> {
    return plotFromBytes(await this.ask(() => this.remote.plot(question), signal));
  }

  async groups(question: Question<GroupsRequest>, signal?: AbortSignal): Promise<Groups> {
    return groupsFromBytes(await this.ask(() => this.remote.groups(question), signal));
  }

  close(): void {
    this.worker.terminate();
  }

  private async askCounts<T>(question: (id: number) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const id = this.counting++;
    const cancel = () => void this.remote.cancel(id);
    signal?.addEventListener("abort", cancel);
    try {
      return await this.ask(() => question(id), signal);
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
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

  get asText(): readonly string[] {
    return this.file.asText;
  }

  /** As many rows as the distributions are made of, which the counts stand beside. */
  private get most(): number {
    return this.description.statistics ? Infinity : MOST_COUNTED;
  }

  page(query: PageQuery, signal?: AbortSignal): Promise<TablePage> {
    return this.file.page(query, signal);
  }

  histogram(column: string, view?: View, signal?: AbortSignal): Promise<ColumnStatistics> {
    return this.file.histogram(column, view, signal);
  }

  counts(question: Question<CountsRequest>, signal?: AbortSignal): Promise<ColumnCounts> {
    return this.file.counts(question, this.most, signal);
  }

  crossCounts(question: Question<CrossCountsRequest>, signal?: AbortSignal): Promise<CrossCounts[]> {
    return this.file.crossCounts(question, this.most, signal);
  }

  find(question: Question<FindRequest>, signal?: AbortSignal): Promise<FindResponse> {
    return this.file.find(question, signal);
  }

  plot(question: Question<PlotRequest>, signal?: AbortSignal): Promise<PlotData> {
    return this.file.plot(question, signal);
  }

  groups(question: Question<GroupsRequest>, signal?: AbortSignal): Promise<Groups> {
    return this.file.groups(question, signal);
  }
}
