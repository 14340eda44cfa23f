import type {
  Dataset,
  DatasetDraft,
  Finding,
  ReadOptions,
  Statistics,
  UnderstoodSplit,
} from "../../contracts/types.js";
import type { Publication, PublishProgress } from "../form/publication.js";

/** A table that can become a split: a variable of the notebook. */
export interface TableChoice {
  variable: string;
  rows: number;
  columns: number;
}

/** A split of the dataset to be: a variable of the notebook, or the path of a file. */
export interface SplitChoice {
  name: string;
  /** A variable's name, or a path. */
  from: string;
}

/** What the form found out about the splits, and what it proposes to say about them. */
export interface Proposal {
  draft: DatasetDraft;
  /** Type of each column, in order. */
  types: { name: string; type: string }[];
}

/** What a draft comes to. */
export interface Checked {
  /** An error keeps the dataset from being published; a warning does not. */
  findings: Finding[];
  /** What each split holds, as it was read; empty where it could not be. */
  understood: UnderstoodSplit[];
  /** The manifest as it would be published; absent while something is wrong. */
  manifest?: Dataset;
  statistics?: Statistics;
}

/** What reads tables and publishes them. */
export interface PublishSource {
  readonly tables: readonly TableChoice[];
  /** Reads the splits. */
  propose(splits: readonly SplitChoice[], read: ReadOptions, signal?: AbortSignal): Promise<Proposal>;
  check(draft: DatasetDraft, splits: readonly SplitChoice[], signal?: AbortSignal): Promise<Checked>;
  publish(
    draft: DatasetDraft,
    splits: readonly SplitChoice[],
    progress: (progress: PublishProgress) => void,
  ): Publication;
}
