import type { PreviewSource } from "../components/preview/preview-source.js";
import type {
  Column,
  ColumnCounts,
  ColumnStatistics,
  CountsRequest,
  CrossCounts,
  CrossCountsRequest,
  FindRequest,
  FindResponse,
  GroupsRequest,
  PlotRequest,
  Statistics,
  View,
} from "../contracts/types.js";
import { validateStatistics } from "../contracts/validators.js";
import { problem } from "../core/problems.js";
import type { Groups, PageQuery, PlotData, Question, TableDescription, TablePage } from "../core/sources.js";
import { openBytes } from "../files/file-bytes.js";
import { FileView } from "../files/file-view.js";
import { ParquetFile } from "../files/parquet-file.js";
import { MOST_COUNTED } from "../files/table-file.js";

/** A split as its page describes it. */
export interface SplitFile {
  name: string;
  rows: number;
  bytes: number;
  url: string;
}

/** A dataset as its page describes it. */
export interface SiteDataset {
  title: string;
  columns: Column[];
  splits: SplitFile[];
  statistics?: Statistics | undefined;
}

/** A split's Parquet file, read by ranges in the browser: only the rows that are looked at are fetched. */
export class ParquetSource implements PreviewSource {
  readonly description: TableDescription;
  private opened: Promise<FileView> | undefined;

  constructor(
    private readonly dataset: SiteDataset,
    private readonly split: SplitFile,
  ) {
    const counted = dataset.statistics?.splits.find((each) => each.split === split.name)?.columns;
    this.description = {
      ...{ title: dataset.title, split: split.name, columns: dataset.columns, rows: split.rows },
      splits: dataset.splits.map(({ name, rows }) => ({ name, rows })),
      ...(counted ? { statistics: counted } : {}),
    };
  }

  async page(query: PageQuery): Promise<TablePage> {
    return (await this.view()).page(query);
  }

  async histogram(column: string, view?: View): Promise<ColumnStatistics> {
    const known = this.description.statistics?.find(({ name }) => name === column);
    return known && !view?.filter ? known : (await this.view()).histogram(column, view);
  }

  async counts(question: Question<CountsRequest>, signal?: AbortSignal): Promise<ColumnCounts> {
    return (await this.view()).counts(question, this.most, signal);
  }

  async crossCounts(question: Question<CrossCountsRequest>, signal?: AbortSignal): Promise<CrossCounts[]> {
    return (await this.view()).crossCounts(question, this.most, signal);
  }

  async find(question: Question<FindRequest>): Promise<FindResponse> {
    return (await this.view()).find(question);
  }

  async plot(question: Question<PlotRequest>): Promise<PlotData> {
    return (await this.view()).plot(question);
  }

  async groups(question: Question<GroupsRequest>): Promise<Groups> {
    return (await this.view()).groups(question);
  }

  setSplit(split: string): Promise<PreviewSource> {
    const found = this.dataset.splits.find(({ name }) => name === split);
    if (!found) return Promise.reject(problem("not-found", `There is no split '${split}' here.`));
    return Promise.resolve(new ParquetSource(this.dataset, found));
  }

  /** As many rows as the distributions are made of, which the counts stand beside. */
  private get most(): number {
    return this.description.statistics ? Infinity : MOST_COUNTED;
  }

  private view(): Promise<FileView> {
    this.opened ??= this.open();
    return this.opened;
  }

  private async open(): Promise<FileView> {
    try {
      const { url, name } = this.split;
      const bytes = await openBytes({ url, name, format: "parquet" });
      return new FileView(await ParquetFile.open(bytes, name, this.dataset.columns));
    } catch (error) {
      this.opened = undefined;
      throw error;
    }
  }
}

/** Statistics of a package, where it has them and they can be read. */
export async function fetchStatistics(url: string): Promise<Statistics | undefined> {
  const answer = await fetch(url);
  const value: unknown = answer.ok ? await answer.json() : undefined;
  return validateStatistics(value) ? value : undefined;
}
