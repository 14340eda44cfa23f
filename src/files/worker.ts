import { expose, transfer } from "comlink";
import type { ColumnStatistics, FindRequest, FindResponse, PlotRequest, View } from "../contracts/types.js";
import type { PageQuery, Question } from "../core/sources.js";
import { FileView, pageToBytes, plotToBytes } from "./file-view.js";
import { openFile } from "./open-file.js";
import type { FileDescription, FileRequest, TableFile } from "./table-file.js";

let view: FileView | undefined;

/** What the page can ask of the worker: one file in each. */
const worker = {
  async open(request: FileRequest, columns?: TableFile["columns"]): Promise<FileDescription> {
    const file = await openFile(request, columns);
    view = new FileView(file);
    return { columns: [...file.columns], rows: file.rows, ...(file.note === undefined ? {} : { note: file.note }) };
  },
  async page(query: PageQuery): Promise<ReturnType<typeof pageToBytes>> {
    const page = pageToBytes(await opened().page(query));
    return transfer(page, [page.bytes.buffer]);
  },
  histogram(column: string, filter?: View): Promise<ColumnStatistics> {
    return opened().histogram(column, filter);
  },
  find(question: Question<FindRequest>): Promise<FindResponse> {
    return opened().find(question);
  },
  async plot(question: Question<PlotRequest>): Promise<ReturnType<typeof plotToBytes>> {
    const plot = plotToBytes(await opened().plot(question));
    return transfer(plot, plot.bytes ? [plot.bytes.buffer] : []);
  },
};

export type FileWorker = typeof worker;

function opened(): FileView {
  if (!view) throw new Error("No file is open.");
  return view;
}

expose(worker);
