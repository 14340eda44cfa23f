import type {
  Dataset,
  Model,
  PackageStatus,
  PackageSummary,
  SearchRequest,
  SearchResponse,
  Statistics,
} from "../contracts/types.js";
import {
  validateDataset,
  validateModel,
  validatePackageStatus,
  validatePackageSummary,
  validateSearchResponse,
  validateStatistics,
} from "../contracts/validators.js";
import { parse } from "../core/contract.js";
import { problem } from "../core/problems.js";
import type { CatalogSource } from "../core/sources.js";
import { callKernel, callKernelFor } from "./kernel-call.js";
import type { KernelRequests } from "./kernel-requests.js";

/** Packages as a kernel sees them. */
export class KernelCatalogSource implements CatalogSource {
  constructor(private readonly requests: KernelRequests) {}

  search(request: SearchRequest, signal?: AbortSignal): Promise<SearchResponse> {
    return callKernelFor(validateSearchResponse, this.requests, "search", [request], signal);
  }

  dataset(name: string, version?: string, signal?: AbortSignal): Promise<Dataset> {
    return callKernelFor(validateDataset, this.requests, "dataset", [name, version ?? null], signal);
  }

  model(name: string, version?: string, signal?: AbortSignal): Promise<Model> {
    return callKernelFor(validateModel, this.requests, "model", [name, version ?? null], signal);
  }

  async statistics(name: string, version: string, signal?: AbortSignal): Promise<Statistics | undefined> {
    const value = await callKernel(this.requests, "statistics", [name, version], signal);
    return value === null ? undefined : parse(validateStatistics, value, "The statistics", "internal");
  }

  versions(kind: "dataset" | "model", name: string, signal?: AbortSignal): Promise<PackageSummary> {
    return callKernelFor(validatePackageSummary, this.requests, "versions", [kind, name], signal);
  }

  status(kind: "dataset" | "model", name: string, version: string, signal?: AbortSignal): Promise<PackageStatus> {
    return callKernelFor(validatePackageStatus, this.requests, "status", [kind, name, version], signal);
  }

  async modelsTrainedOn(dataset: string, signal?: AbortSignal): Promise<Model[]> {
    const value = await callKernel(this.requests, "modelsTrainedOn", [dataset], signal);
    if (!Array.isArray(value))
      throw problem("internal", "The kernel's list of models cannot be read; run this cell again.");
    return value.map((model) => parse(validateModel, model, "A model", "internal"));
  }
}
