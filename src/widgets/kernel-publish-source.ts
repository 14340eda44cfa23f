import type { DatasetDraft, ReadOptions } from "../contracts/types.js";
import {
  validateDataset,
  validateDatasetDraft,
  validateFinding,
  validateStatistics,
  validateUnderstoodSplit,
} from "../contracts/validators.js";
import type { Publication, PublishProgress } from "../components/form/publication.js";
import type {
  Checked,
  Proposal,
  PublishSource,
  SplitChoice,
  TableChoice,
} from "../components/publish/publish-source.js";
import { publishInKernel, unreadable } from "./kernel-publication.js";
import { isRecord, type KernelRequests } from "./kernel-requests.js";

/** Reads and publishes tables in a kernel. */
export class KernelPublishSource implements PublishSource {
  constructor(
    private readonly requests: KernelRequests,
    readonly tables: readonly TableChoice[],
  ) {}

  async propose(splits: readonly SplitChoice[], read: ReadOptions, signal?: AbortSignal): Promise<Proposal> {
    const { message } = await this.requests.ask("propose", (id) => ({ id, splits, read }), { signal });
    const { draft, types } = message;
    if (!validateDatasetDraft(draft) || !Array.isArray(types)) throw unreadable();
    return { draft, types: types.filter(isType) };
  }

  async check(draft: DatasetDraft, splits: readonly SplitChoice[], signal?: AbortSignal): Promise<Checked> {
    const { message } = await this.requests.ask("check", (id) => ({ id, draft, splits }), { signal });
    const { findings, understood, manifest, statistics } = message;
    if (!Array.isArray(findings) || !Array.isArray(understood)) throw unreadable();
    return {
      findings: findings.filter((value: unknown) => validateFinding(value)),
      understood: understood.filter((value: unknown) => validateUnderstoodSplit(value)),
      ...(validateDataset(manifest) ? { manifest } : {}),
      ...(validateStatistics(statistics) ? { statistics } : {}),
    };
  }

  publish(
    draft: DatasetDraft,
    splits: readonly SplitChoice[],
    progress: (progress: PublishProgress) => void,
  ): Publication {
    return publishInKernel(this.requests, { draft, splits }, progress);
  }
}

const isType = (value: unknown): value is Proposal["types"][number] =>
  isRecord(value) && typeof value["name"] === "string" && typeof value["type"] === "string";
