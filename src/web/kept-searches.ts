import { readSaved, type SavedSearch } from "../core/search/saved.js";

const KEY = "foundry-saved-searches";

/** The searches that this browser keeps. */
export function keptSearches(storage: Storage): SavedSearch[] {
  try {
    return readSaved(JSON.parse(storage.getItem(KEY) ?? "[]"));
  } catch {
    // What another page wrote under this name is not ours to read.
    return [];
  }
}

/** Keeps searches for the next visit; a browser that keeps nothing keeps none. */
export function keepSearches(storage: Storage, saved: readonly SavedSearch[]): void {
  try {
    storage.setItem(KEY, JSON.stringify(saved));
  } catch {
    // Storage may be full or forbidden: the searches stay for as long as the page is open.
  }
}
