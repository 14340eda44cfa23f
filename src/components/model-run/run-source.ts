import type { TableSource } from "../../core/sources.js";

/** A model that can be run. */
export interface ModelChoice {
  /** `name@version`. */
  reference: string;
  title: string;
}

/** A table that a model can run on: a split of a dataset, or a variable of the notebook. */
export interface DataChoice {
  label: string;
  rows: number;
  /** `name@version` of the dataset. */
  reference?: string;
  split?: string;
  variable?: string;
}

/** A row without a prediction, by its number from 0, and why. */
export interface RowFailure {
  row: number;
  reason: string;
}

/** How far a run is. */
export interface RunProgress {
  done: number;
  total: number;
  rowsPerSecond: number;
  /** Rows that failed so far; the first of them say why. */
  failed?: number;
  failures?: readonly RowFailure[];
}

/** The data's column for each input of a model. */
export type ColumnMapping = Readonly<Record<string, string>>;

/** Whether and how a model's inputs come out of the columns of its data. */
export interface RunCheck {
  inputs: readonly { name: string; unit: string }[];
  columns: readonly { name: string; type: string; unit: string }[];
  /** The column for each input that was found. */
  mapping: ColumnMapping;
  /** The units before and after, for inputs that are converted. */
  converted: Readonly<Record<string, readonly [from: string, to: string]>>;
  /** Why it does not run; empty where it does. */
  problems: readonly string[];
}

/** What a run gives. */
export interface RunResult {
  /** Inputs, truth where it is known, predictions and errors. */
  table: TableSource;
  seconds: number;
  /** Whether a person stopped it before its last row. */
  stopped: boolean;
  /** Rows without a prediction; the first of them say why. */
  failed?: number;
  failures?: readonly RowFailure[];
}

/** How a run differs from a plain one. */
export interface RunOptions {
  /** Where inputs are named differently in the data. */
  columns?: ColumnMapping;
  /** Whether it goes on where the last one was stopped. */
  resume?: boolean;
}

/** A run under way. */
export interface Run {
  result: Promise<RunResult>;
  /** Ends it early: the result holds the rows done so far. */
  stop(): void;
}

/** What runs models. */
export interface RunSource {
  readonly models: readonly ModelChoice[];
  readonly data: readonly DataChoice[];
  run(model: ModelChoice, data: DataChoice, progress: (progress: RunProgress) => void, options?: RunOptions): Run;
  /** Says whether the model runs on the data; a source without it finds out by running. */
  check?(model: ModelChoice, data: DataChoice, columns?: ColumnMapping): Promise<RunCheck>;
}
