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

/** How far a run is. */
export interface RunProgress {
  done: number;
  total: number;
  rowsPerSecond: number;
}

/** A figure of merit over the rows of a run. */
export interface RunMetric {
  name: string;
  value: number;
  unit?: string;
}

/** What a run gives. */
export interface RunResult {
  /** Inputs, truth where it is known, predictions and errors. */
  table: TableSource;
  seconds: number;
  metrics: RunMetric[];
  /** Whether a person stopped it before its last row. */
  stopped: boolean;
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
  run(model: ModelChoice, data: DataChoice, progress: (progress: RunProgress) => void): Run;
}
