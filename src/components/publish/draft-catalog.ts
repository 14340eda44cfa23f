import type { Dataset, Model, PackageSummary, SearchResponse, Statistics } from "../../contracts/types.js";
import { problem } from "../../core/problems.js";
import type { CatalogSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";

/** A catalog of the one dataset that is about to be published, for its card. */
export class DraftCatalog implements CatalogSource {
  constructor(
    private readonly manifest: Dataset,
    private readonly counted: Statistics | undefined,
  ) {}

  get name(): string {
    return this.manifest.name;
  }

  dataset(): Promise<Dataset> {
    return Promise.resolve(this.manifest);
  }

  statistics(): Promise<Statistics | undefined> {
    return Promise.resolve(this.counted);
  }

  versions(): Promise<PackageSummary> {
    const { name, title, version } = this.manifest;
    return Promise.resolve({ kind: "dataset", name, title, versions: [version] });
  }

  modelsTrainedOn(): Promise<Model[]> {
    return Promise.resolve([]);
  }

  model(): Promise<Model> {
    return Promise.reject(problem("not-found", t("A dataset that is not published yet has no models.")));
  }

  search(): Promise<SearchResponse> {
    return Promise.resolve({ total: 0, hits: [], facets: [], kinds: { dataset: 0, model: 0 } });
  }
}
