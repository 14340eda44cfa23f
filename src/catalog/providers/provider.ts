import type { CatalogHit } from "../../contracts/types.js";
import type { AskJson } from "./ask-json.js";

/** What a catalog found. */
export interface Found {
  hits: CatalogHit[];
  /** How many match, where the catalog says so. */
  total?: number;
}

/** Another catalog: where it is, and how it is asked. */
export interface Provider {
  /** Its name in requests. */
  catalog: string;
  title: string;
  /** Where its interface is, without a slash at the end. */
  url: string;
  search(query: string, limit: number, ask: AskJson): Promise<Found>;
}
