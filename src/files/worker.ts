import { expose, transfer } from "comlink";
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
import type { PageQuery, Question } from "../core/sources.js";
import { FileView, groupsToBytes, pageToBytes, plotToBytes } from "./file-view.js";
import { openFile } from "./open-file.js";
import type { FileDescription, FileRequest, TableFile } from "./table-file.js";

let view: FileView | undefined;
/** Counts that are under way, by their ids. */
const counting = new Map<number, AbortController>();

/** What the page can ask of the worker: one file in each. */
const worker = {
  async open(request: FileRequest, columns?: TableFile["columns"]): Promise<FileDescription> {
    const file = await openFile(request, columns);
    view = new FileView(file);
    const { columns: all, rows, note, asText } = file;
    return { columns: [...all], rows, ...(note === undefined ? {} : { note }), ...(asText && { asText }) };
  },
  async page(query: PageQuery): Promise<ReturnType<typeof pageToBytes>> {
    const page = pageToBytes(await opened().page(query));
    return transfer(page, [page.bytes.buffer]);
  },
  histogram(column: string, filter?: View): Promise<ColumnStatistics> {
    return opened().histogram(column, filter);
  },
  counts(id: number, question: Question<CountsRequest>, most: number): Promise<ColumnCounts> {
    return cancellable(id, (signal) => opened().counts(question, most, signal));
  },
  crossCounts(id: number, question: Question<CrossCountsRequest>, most: number): Promise<CrossCounts[]> {
    return cancellable(id, (signal) => opened().crossCounts(question, most, signal));
  },
  cancel(id: number): void {
    counting.get(id)?.abort();
  },
  find(question: Question<FindRequest>): Promise<FindResponse> {
    return opened().find(question);
  },
  async plot(question: Question<PlotRequest>): Promise<ReturnType<typeof plotToBytes>> {
    const plot = plotToBytes(await opened().plot(question));
    return transfer(plot, plot.bytes ? [plot.bytes.buffer] : []);
  },
  async groups(question: Question<GroupsRequest>): Promise<ReturnType<typeof groupsToBytes>> {
    const groups = groupsToBytes(await opened().groups(question));
    return transfer(groups, [groups.bytes.buffer]);
  },
};

export type FileWorker = typeof worker;

async function cancellable<T>(id: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  counting.set(id, controller);
  try {
    return await work(controller.signal);
  } finally {
    counting.delete(id);
  }
}

function opened(): FileView {
  if (!view) throw new Error("No file is open.");
  return view;
}

expose(worker);
