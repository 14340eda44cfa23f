import type { Catalog } from "../catalog/catalog.js";
import type { PublishObserver } from "../store/publication.js";
import type { Store } from "../store/store.js";

/** What the routes work with. */
export interface Services {
  store: Store;
  catalog: Catalog;
  /** This software's version. */
  version: string;
  onPublishStep: PublishObserver;
  /** Whether anyone may read. */
  publicRead: boolean;
}
