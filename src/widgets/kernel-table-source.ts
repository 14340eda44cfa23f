import { tableFromIPC } from "apache-arrow";
import type { StatisticsKnown } from "../components/comparison/comparison-source.js";
import type { PreviewSource } from "../components/preview/preview-source.js";
import type {
  ColumnCounts,
  ColumnStatistics,
  CountsRequest,
  CrossCounts,
  CrossCountsRequest,
  FindRequest,
  FindResponse,
  GroupsRequest,
  PageRequest,
  PlotRequest,
  SaveRequest,
  SplitComparison,
  View,
} from "../contracts/types.js";
import {
  validateColumnStatistics,
  validateCrossCountsResponse,
  validateFindResponse,
  validateGroupsResponse,
  validateHistogramResponse,
  validatePageResponse,
  validatePlotResponse,
  validateSaveResponse,
  validateSplitComparison,
} from "../contracts/validators.js";
import { parse } from "../core/contract.js";
import { problem } from "../core/problems.js";
import type {
  Following,
  Groups,
  PageQuery,
  PlotData,
  Question,
  TableDescription,
  TablePage,
  WrittenRows,
} from "../core/sources.js";
import { BatchedCounts } from "./batched-counts.js";
import type { KernelRequests, Reply } from "./kernel-requests.js";
import { parseDescription } from "./table-description.js";

/** A table in a kernel, read page by page over a comm. */
export class KernelTableSource implements PreviewSource {
  readonly samples = true;
  readonly #counts: BatchedCounts;
  // Several browsers may write files of one widget.
  #files = Math.floor(Math.random() * 2 ** 40);

  /** @param first - the first rows, where the kernel sent them unasked */
  constructor(
    private readonly requests: KernelRequests,
    readonly description: TableDescription,
    private readonly first?: TablePage,
  ) {
    this.#counts = new BatchedCounts(requests);
  }

  async page({ aside = false, ...query }: PageQuery, signal?: AbortSignal): Promise<TablePage> {
    if (this.first && covers(this.first, query)) return this.first;
    const reply = await this.requests.ask(
      aside ? "rows" : "page",
      (id) => ({ request: { id, ...query } satisfies PageRequest }),
      { signal },
    );
    return readPage(reply);
  }

  async histogram(column: string, view?: View, signal?: AbortSignal): Promise<ColumnStatistics> {
    const body = (id: number) => ({ request: { id, column, ...(view && { view }) } });
    const { message } = await this.requests.ask("histogram", body, { signal });
    return parse(validateHistogramResponse, message["response"], "The kernel's histogram", "internal").summary;
  }

  counts(question: Question<CountsRequest>, signal?: AbortSignal): Promise<ColumnCounts> {
    return this.#counts.ask(question, signal);
  }

  async crossCounts(question: Question<CrossCountsRequest>, signal?: AbortSignal): Promise<CrossCounts[]> {
    const body = (id: number) => ({ request: { id, ...question } });
    const { message } = await this.requests.ask("cross-counts", body, { signal });
    return parse(validateCrossCountsResponse, message["response"], "The kernel's counts", "internal").columns;
  }

  async find(question: Question<FindRequest>, signal?: AbortSignal): Promise<FindResponse> {
    const body = (id: number) => ({ request: { id, ...question } });
    const { message } = await this.requests.ask("find", body, { signal });
    return parse(validateFindResponse, message["response"], "What the kernel found", "internal");
  }

  async plot(question: Question<PlotRequest>, signal?: AbortSignal): Promise<PlotData> {
    const body = (id: number) => ({ request: { id, ...question } });
    const { message, buffers } = await this.requests.ask("plot", body, { signal });
    const data = parse(validatePlotResponse, message["response"], "The kernel's plot", "internal");
    const [buffer] = buffers;
    return buffer ? { ...data, points: tableFromIPC(bytesOf(buffer)) } : data;
  }

  async groups(question: Question<GroupsRequest>, signal?: AbortSignal): Promise<Groups> {
    const body = (id: number) => ({ request: { id, ...question } });
    const { message, buffers } = await this.requests.ask("groups", body, { signal });
    const response = parse(validateGroupsResponse, message["response"], "The kernel's groups", "internal");
    const [buffer] = buffers;
    if (!buffer) throw problem("internal", "The kernel sent groups without their values; run this cell again.");
    return { ...response, table: tableFromIPC(bytesOf(buffer)) };
  }

  async write(
    question: Omit<SaveRequest, "id" | "key" | "begins">,
    { signal, progress }: Following,
  ): Promise<WrittenRows> {
    const parts: BlobPart[] = [];
    const key = this.#files++;
    for (let begins = true; ; begins = false) {
      const body = (id: number) => ({ request: { id, key, begins, ...question } satisfies SaveRequest });
      const { message, buffers } = await this.requests.ask("save", body, { signal });
      const head = parse(validateSaveResponse, message["response"], "The kernel's file", "internal");
      parts.push(...buffers.map((buffer) => new Uint8Array(bytesOf(buffer))));
      progress(head.rows, head.of);
      if (head.whole) return { parts, rows: head.of, note: head.note };
    }
  }

  async compare(first: string, second: string, known: StatisticsKnown, signal?: AbortSignal): Promise<SplitComparison> {
    const progress = ({ statistics }: Record<string, unknown>) => {
      const [one, two] = Array.isArray(statistics) ? (statistics as unknown[]) : [];
      if (areStatistics(one) && areStatistics(two)) known(one, two);
    };
    const { message } = await this.requests.ask("compare", (id) => ({ id, first, second }), { signal, progress });
    return parse(validateSplitComparison, message["comparison"], "The kernel's comparison", "internal");
  }

  async setSplit(split: string, signal?: AbortSignal): Promise<KernelTableSource> {
    const { message } = await this.requests.ask("split", (id) => ({ id, split }), { signal });
    return new KernelTableSource(this.requests, parseDescription(message["description"]));
  }

  async again(signal?: AbortSignal): Promise<KernelTableSource> {
    const { message } = await this.requests.ask("again", (id) => ({ id }), { signal });
    return new KernelTableSource(this.requests, parseDescription(message["description"]));
  }
}

/** A page from its head and the Arrow stream beside it. */
export function readPage({ message, buffers }: Reply): TablePage {
  const head = parse(validatePageResponse, message["response"], "The kernel's page", "internal");
  const { offset, total, of, cut, numbers } = head;
  const [buffer] = buffers;
  if (!buffer) throw problem("internal", "The kernel sent a page without its rows; run this cell again.");
  return { rows: tableFromIPC(bytesOf(buffer)), offset, total, of, ...(cut && { cut }), ...(numbers && { numbers }) };
}

const areStatistics = (value: unknown): value is ColumnStatistics[] =>
  Array.isArray(value) && value.every((one) => validateColumnStatistics(one));

const bytesOf = (buffer: DataView): Uint8Array => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);

/** Whether a page of the table as it is holds all that a query asks for. */
function covers(page: TablePage, query: PageQuery): boolean {
  const end = Math.min(query.offset + query.limit, page.total);
  return !query.view && !query.full && query.offset >= page.offset && end <= page.offset + page.rows.numRows;
}
