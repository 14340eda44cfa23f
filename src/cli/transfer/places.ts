import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { problem } from "../../core/problems.js";
import type { Environment } from "../environment.js";
import type { Foundry } from "../foundry.js";
import { LocalFoundry } from "../local-foundry.js";
import { RemoteFoundry } from "../remote-foundry.js";

/** The hub or store at a URL or in a folder. */
export async function openPlace(text: string, { token, curatorToken, cache }: Environment): Promise<Foundry> {
  if (/^https?:\/\//i.test(text)) return new RemoteFoundry(text.replace(/\/+$/, ""), token, curatorToken);
  return LocalFoundry.open(expanded(text), cache);
}

/** As {@link openPlace}, for one that must be there: nothing is made. */
export async function openExisting(text: string, environment: Environment): Promise<Foundry> {
  if (!isUrl(text) && !isStore(expanded(text)))
    throw problem("not-found", `There is no store at ${text}; give the folder of one, or the URL of a hub.`);
  return openPlace(text, environment);
}

/** The hub or store that the environment names. */
export function openOwn(environment: Environment): Promise<Foundry> {
  const { url, store } = environment;
  return openPlace(url ?? store, environment);
}

/** Whether a folder is a store. */
export const isStore = (folder: string): boolean => existsSync(join(folder, "foundry-store.json"));

export const isUrl = (text: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(text);

/** A path with `~` as the user's folder, where the shell has left it. */
export const expanded = (path: string): string =>
  path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
