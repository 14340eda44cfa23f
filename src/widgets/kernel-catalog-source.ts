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
  type Validator,
} from "../contracts/validators.js";
import { parse } from "../core/contract.js";
import { problem } from "../core/problems.js";
import type { CatalogSource } from "../core/sources.js";
import type { KernelRequests } from "./kernel-requests.js";

/** Packages as a kernel sees them. */
export class KernelCatalogSource implements CatalogSource {
  constructor(private readonly requests: KernelRequests) {}

  search(request: SearchRequest, signal?: AbortSignal): Promise<SearchResponse> {
    return this.#call(validateSearchResponse, "search", [request], signal);
  }

  dataset(name: string, version?: string, signal?: AbortSignal): Promise<Dataset> {
    return this.#call(validateDataset, "dataset", [name, version ?? null], signal);
  }

  model(name: string, version?: string, signal?: AbortSignal): Promise<Model> {
    return this.#call(validateModel, "model", [name, version ?? null], signal);
  }

  async statistics(name: string, version: string, signal?: AbortSignal): Promise<Statistics | undefined> {
    const value = await this.#value("statistics", [name, version], signal);
    return value === null ? undefined : parse(validateStatistics, value, "The statistics", "internal");
  }

  versions(kind: "dataset" | "model", name: string, signal?: AbortSignal): Promise<PackageSummary> {
    return this.#call(validatePackageSummary, "versions", [kind, name], signal);
  }

  status(kind: "dataset" | "model", name: string, version: string, signal?: AbortSignal): Promise<PackageStatus> {
    return this.#call(validatePackageStatus, "status", [kind, name, version], signal);
  }

  async modelsTrainedOn(dataset: string, signal?: AbortSignal): Promise<Model[]> {
    const value = await this.#value("modelsTrainedOn", [dataset], signal);
    if (!Array.isArray(value))
      throw problem("internal", "The kernel's list of models cannot be read; run this cell again.");
    return value.map((model) => parse(validateModel, model, "A model", "internal"));
  }

  async #call<T>(validator: Validator<T>, method: string, args: unknown[], signal?: AbortSignal): Promise<T> {
    return parse(validator, await this.#value(method, args, signal), "The kernel's answer", "internal");
  }

  async #value(method: string, args: unknown[], signal?: AbortSignal): Promise<unknown> {
    const { message } = await this.requests.ask("call", (id) => ({ id, method, args }), { signal });
    return message["value"] ?? null;
  }
}
