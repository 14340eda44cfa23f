import type { Catalog } from "../catalog/catalog.js";
import type { PublishObserver } from "../store/publication.js";
import type { ModelWorkerOptions } from "./benchmarks/model-worker.js";
import type { SubmitObserver } from "./benchmarks/benchmarks.js";
import type { Store } from "../store/store.js";

/** What the routes work with. */
export interface Services {
  store: Store;
  catalog: Catalog;
  /** This software's version. */
  version: string;
  onPublishStep: PublishObserver;
  /** Whether there is a token with which versions are let in. */
  hasCurator: boolean;
  /** Whether anyone may read. */
  publicRead: boolean;
  onSubmitStep?: SubmitObserver;
  /** Where hidden labels are kept; beside the store when absent. */
  labels?: string;
  /** How published models are run; none are when absent. */
  models?: ModelWorkerOptions;
  /** Tells the variables by which a Python process finds the store. */
  workerVariables: () => Record<string, string>;
}
