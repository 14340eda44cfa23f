import { tableFromIPC } from "apache-arrow";
import type { PreviewSource } from "../components/preview/preview-source.js";
import type { ColumnStatistics, PageRequest, View } from "../contracts/types.js";
import { validateHistogramResponse, validatePageResponse } from "../contracts/validators.js";
import { parse } from "../core/contract.js";
import { problem } from "../core/problems.js";
import type { PageQuery, TableDescription, TablePage } from "../core/sources.js";
import type { KernelRequests, Reply } from "./kernel-requests.js";
import { parseDescription } from "./table-description.js";

/** A table in a kernel, read page by page over a comm. */
export class KernelTableSource implements PreviewSource {
  /** @param first - the first rows, where the kernel sent them unasked */
  constructor(
    private readonly requests: KernelRequests,
    readonly description: TableDescription,
    private readonly first?: TablePage,
  ) {}

  async page(query: PageQuery, signal?: AbortSignal): Promise<TablePage> {
    if (this.first && covers(this.first, query)) return this.first;
    const reply = await this.requests.ask(
      "page",
      (id) => ({ request: { id, ...query } satisfies PageRequest }),
      { signal },
    );
    return readPage(reply);
  }

  async histogram(column: string, view?: View, signal?: AbortSignal): Promise<ColumnStatistics> {
    const body = (id: number) => ({ request: { id, column, ...(view && { view }) } });
    const { message } = await this.requests.ask("histogram", body, { signal });
    return parse(validateHistogramResponse, message["response"], "The kernel's histogram", "internal")
      .summary;
  }

  async setSplit(split: string, signal?: AbortSignal): Promise<KernelTableSource> {
    const { message } = await this.requests.ask("split", (id) => ({ id, split }), { signal });
    return new KernelTableSource(this.requests, parseDescription(message["description"]));
  }
}

/** A page from its head and the Arrow stream beside it. */
export function readPage({ message, buffers }: Reply): TablePage {
  const { offset, total, of } = parse(
    validatePageResponse,
    message["response"],
    "The kernel's page",
    "internal",
  );
  const [buffer] = buffers;
  if (!buffer) throw problem("internal", "The kernel sent a page without its rows; run this cell again.");
  const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  return { rows: tableFromIPC(bytes), offset, total, of };
}

/** Whether a page of the table as it is holds all that a query asks for. */
function covers(page: TablePage, query: PageQuery): boolean {
  const end = Math.min(query.offset + query.limit, page.total);
  return !query.view && query.offset >= page.offset && end <= page.offset + page.rows.numRows;
}
