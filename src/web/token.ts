const KEY = "foundry-token";

/** Takes the token out of the address (`#token=...`), so that it's neither seen nor bookmarked; else the one of this tab. */
export function takeToken(location: Location, history: History, storage: Storage): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    storage.setItem(KEY, given);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return given ?? storage.getItem(KEY) ?? undefined;
}

/** Keeps a token for as long as the tab is open; without one, forgets it. */
export function keepToken(storage: Storage, token: string | undefined): void {
  if (token) storage.setItem(KEY, token);
  else storage.removeItem(KEY);
}

/** The token that this tab was given, if any. */
export const keptToken = (storage: Storage): string | undefined => storage.getItem(KEY) ?? undefined;
