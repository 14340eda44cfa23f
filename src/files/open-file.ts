import { openArrow } from "./arrow-file.js";
import { openCsv } from "./csv-file.js";
import { openBytes } from "./file-bytes.js";
import { ParquetFile } from "./parquet-file.js";
import type { FileRequest, TableFile } from "./table-file.js";

/** Opens a table file of any format; `columns` describe a Parquet file whose publisher says more than it does. */
export async function openFile(request: FileRequest, columns?: TableFile["columns"]): Promise<TableFile> {
  const bytes = await openBytes(request);
  switch (request.format) {
    case "parquet":
      return ParquetFile.open(bytes, request.name, columns);
    case "arrow":
      return openArrow(bytes, request.name);
    case "csv":
      return openCsv(bytes, request.name);
  }
}
