import type { Benchmark, BenchmarkChoices, BenchmarkDraft, Finding } from "../../contracts/types.js";
import type { Publication, PublishProgress } from "../form/publication.js";

/** What a dataset suggests. */
export interface BenchmarkProposal {
  draft: BenchmarkDraft;
  choices: BenchmarkChoices;
}

/** What a draft comes to. */
export interface CheckedBenchmark {
  /** An error keeps the benchmark from being published; a warning does not. */
  findings: Finding[];
  /** The Python code that does the same. */
  code: string;
  /** The manifest as it would be published; absent while something is wrong. */
  manifest?: Benchmark;
}

/** What proposes benchmarks and publishes them. */
export interface BenchmarkFormSource {
  /** Names of datasets to choose from. */
  readonly datasets: readonly string[];
  /** @param target - what is predicted, where it is chosen already */
  propose(dataset: string, target: readonly string[] | undefined, signal?: AbortSignal): Promise<BenchmarkProposal>;
  check(draft: BenchmarkDraft, signal?: AbortSignal): Promise<CheckedBenchmark>;
  publish(draft: BenchmarkDraft, progress: (progress: PublishProgress) => void): Publication;
}
