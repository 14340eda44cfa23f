import type {
  BenchmarkFormSource,
  BenchmarkProposal,
  CheckedBenchmark,
} from "../components/benchmark-form/benchmark-form-source.js";
import type { Publication, PublishProgress } from "../components/form/publication.js";
import type { BenchmarkDraft } from "../contracts/types.js";
import {
  validateBenchmark,
  validateBenchmarkChoices,
  validateBenchmarkDraft,
  validateFinding,
} from "../contracts/validators.js";
import { publishInKernel, unreadable } from "./kernel-publication.js";
import type { KernelRequests } from "./kernel-requests.js";

/** Proposes and publishes benchmarks in a kernel. */
export class KernelBenchmarkFormSource implements BenchmarkFormSource {
  constructor(
    private readonly requests: KernelRequests,
    readonly datasets: readonly string[],
  ) {}

  async propose(
    dataset: string,
    target: readonly string[] | undefined,
    signal?: AbortSignal,
  ): Promise<BenchmarkProposal> {
    const body = (id: number) => ({ id, dataset, target: target ?? null });
    const { message } = await this.requests.ask("propose", body, { signal });
    const { draft, choices } = message;
    if (!validateBenchmarkDraft(draft) || !validateBenchmarkChoices(choices)) throw unreadable();
    return { draft, choices };
  }

  async check(draft: BenchmarkDraft, signal?: AbortSignal): Promise<CheckedBenchmark> {
    const { message } = await this.requests.ask("check", (id) => ({ id, draft }), { signal });
    const { findings, code, manifest } = message;
    if (!Array.isArray(findings) || typeof code !== "string") throw unreadable();
    return {
      findings: findings.filter((value: unknown) => validateFinding(value)),
      code,
      ...(validateBenchmark(manifest) ? { manifest } : {}),
    };
  }

  publish(draft: BenchmarkDraft, progress: (progress: PublishProgress) => void): Publication {
    return publishInKernel(this.requests, { draft }, progress);
  }
}
