import { RecordBatchReader, type Table } from "apache-arrow";
import { parquetMetadataAsync, parquetRead, parquetSchema, type FileMetaData, type SchemaTree } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { Column } from "../contracts/types.js";
import { problem } from "../core/problems.js";
import { arrowTable, keepsValues, type Values } from "./arrow-columns.js";
import { columnsOf } from "./arrow-schema.js";
import { exactDecimals } from "./exact-decimals.js";
import type { FileBytes } from "./file-bytes.js";
import { exactTimes } from "./stored-time.js";
import type { TableFile } from "./table-file.js";

/** Whole columns up to this many bytes are read to filter, sort or count them. */
const LARGEST_READ = 64 * 1024 * 1024;

/** Bytes at the end that are fetched first: most footers are shorter. */
const FOOTER = 64 * 1024;

/** A Parquet file read by ranges: only what is looked at is fetched. */
export class ParquetFile implements TableFile {
  private readonly whole = new Map<string, Promise<readonly unknown[]>>();
  private readonly exact: ReturnType<typeof exactDecimals>;

  /** @param columns - as who published the file describes them; else what the file says */
  constructor(
    private readonly bytes: FileBytes,
    private readonly metadata: FileMetaData,
    private readonly name: string,
    readonly columns: readonly Column[] = describe(metadata),
  ) {
    this.exact = exactDecimals(metadata);
  }

  static async open(bytes: FileBytes, name: string, columns?: readonly Column[]): Promise<ParquetFile> {
    try {
      return new ParquetFile(bytes, await parquetMetadataAsync(bytes, { initialFetchSize: FOOTER }), name, columns);
    } catch (error) {
      throw unreadable(name, error);
    }
  }

  get rows(): number {
    return Number(this.metadata.num_rows);
  }

  get asText(): string[] {
    return this.columns.flatMap(({ name, type }) => (keepsValues(type) ? [] : [name]));
  }

  async read(names: readonly string[], start: number, end: number): Promise<Table> {
    return arrowTable(this.named(names), await this.values(names, start, end));
  }

  async take(names: readonly string[], rows: Uint32Array): Promise<Table> {
    this.requireSmall(names);
    const columns = await Promise.all(names.map((name) => this.column(name)));
    return arrowTable(
      this.named(names),
      new Map(names.map((name, i) => [name, Array.from(rows, (row) => columns[i]?.[row])])),
    );
  }

  requireSmall(names: readonly string[], rows = this.rows): void {
    const wanted = new Set(names);
    let start = 0;
    const read = this.metadata.row_groups.filter(
      ({ num_rows: length }) => (start += Number(length)) - Number(length) < rows,
    );
    const size = read
      .flatMap(({ columns }) => columns)
      .reduce(
        (sum, { meta_data: column }) =>
          sum + (column && wanted.has(column.path_in_schema[0] ?? "") ? Number(column.total_compressed_size) : 0),
        0,
      );
    if (size > LARGEST_READ)
      throw problem(
        "invalid-request",
        `'${this.name}' is too large to be filtered, sorted, searched or plotted without a kernel; open it in a notebook.`,
      );
  }

  private column(name: string): Promise<readonly unknown[]> {
    let found = this.whole.get(name);
    if (!found) {
      found = this.values([name], 0, this.rows).then((values) => values.get(name) ?? []);
      this.whole.set(name, found);
      found.catch(() => this.whole.delete(name));
    }
    return found;
  }

  private async values(names: readonly string[], start: number, end: number): Promise<Values> {
    const found = new Map(names.map((name) => [name, new Array<unknown>(Math.max(0, end - start))]));
    if (start >= end || names.length === 0) return found;
    try {
      await parquetRead({
        ...{
          file: this.bytes,
          metadata: this.exact.metadata,
          parsers: exactTimes,
          columns: [...names],
          rowStart: start,
          rowEnd: end,
          compressors,
        },
        useOffsetIndex: true,
        onChunk: ({ columnName, columnData, rowStart, rowEnd }) => {
          const into = found.get(columnName);
          const count = this.exact.counts.get(columnName);
          // A chunk may begin before the rows that are asked for, and go on after them.
          for (let row = Math.max(start, rowStart); into && row < Math.min(end, rowEnd); row++)
            into[row - start] = count ? count(columnData[row - rowStart]) : (columnData[row - rowStart] as unknown);
        },
      });
    } catch (error) {
      throw unreadable(this.name, error);
    }
    return found;
  }

  private named(names: readonly string[]): Column[] {
    return names.flatMap((name) => this.columns.find((column) => column.name === name) ?? []);
  }
}

function unreadable(name: string, cause: unknown): Error {
  if (cause instanceof Error && cause.name === "FoundryProblem") return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  return problem(
    "invalid-request",
    `'${name}' cannot be read as Parquet (${said}): it may be cut off, or of another format.`,
    { cause },
  );
}

function describe(metadata: FileMetaData): Column[] {
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  const known = new Map(arrowColumns(metadata).map((column) => [column.name, column]));
  const trees = parquetSchema(metadata).children;
  return names.map((name, i) => known.get(name) ?? { name, type: typeOf(trees[i]) });
}

/** What the Arrow schema beside the data says, where whoever wrote the file kept it: units and roles are there. */
function arrowColumns({ key_value_metadata: pairs = [] }: FileMetaData): Column[] {
  const text = pairs.find(({ key }) => key === "ARROW:schema")?.value;
  if (!text) return [];
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return columnsOf(RecordBatchReader.from(bytes).open().schema);
  } catch {
    // A schema of a newer Arrow: the Parquet types do.
    return [];
  }
}

function timestampOf({ logical_type: logical, converted_type: converted }: SchemaTree["element"]): string {
  if (logical?.type !== "TIMESTAMP") return `timestamp[${converted === "TIMESTAMP_MILLIS" ? "ms" : "us"}]`;
  const unit = { MILLIS: "ms", MICROS: "us", NANOS: "ns" }[logical.unit];
  return `timestamp[${unit}${logical.isAdjustedToUTC ? ", tz=UTC" : ""}]`;
}

const PHYSICAL: Record<string, string> = {
  BOOLEAN: "bool",
  INT32: "int32",
  INT64: "int64",
  INT96: "timestamp[ns]",
  FLOAT: "float",
  DOUBLE: "double",
};

function typeOf(tree: SchemaTree | undefined): string {
  if (!tree) return "null";
  const { element, children } = tree;
  const logical = element.logical_type?.type ?? element.converted_type;
  if (children.length > 0) return /^(LIST|MAP)$/.test(logical ?? "") ? (logical ?? "").toLowerCase() : "struct";
  if (logical === "DATE") return "date32[day]";
  if (logical?.startsWith("TIMESTAMP")) return timestampOf(element);
  if (element.logical_type?.type === "INTEGER")
    return `${element.logical_type.isSigned ? "" : "u"}int${element.logical_type.bitWidth}`;
  if (logical === "DECIMAL") return `decimal128(${element.precision ?? 38}, ${element.scale ?? 0})`;
  if (logical && /^(STRING|UTF8|ENUM|JSON)$/.test(logical)) return "string";
  return PHYSICAL[element.type ?? ""] ?? "binary";
}
