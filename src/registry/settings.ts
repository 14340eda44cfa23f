import { DEFAULT_PUBLISHER } from "../core/datacite.js";
import { problem } from "../core/problems.js";

/** An account at a registration agency with DataCite's REST API. */
export interface RegistrySettings {
  /** Without a slash at the end. */
  url: string;
  prefix: string;
  user: string;
  password: string;
  /** Who DOIs say holds the packages. */
  publisher: string;
  /** Where versions have their pages: an address with `{kind}`, `{name}` and `{version}`. */
  landing: string | undefined;
}

/**
 * Reads `FOUNDRY_DATACITE_URL`, `_PREFIX`, `_USER`, `_PASSWORD`, `_PUBLISHER` and `_LANDING`.
 * @returns undefined where there is no `FOUNDRY_DATACITE_URL`
 * @throws FoundryProblem that names the first one that is missing or wrong
 */
export function registrySettings(given: NodeJS.ProcessEnv): RegistrySettings | undefined {
  const url = given.FOUNDRY_DATACITE_URL;
  if (!url) return undefined;
  if (!/^https?:$/.test(protocolOf(url)))
    throw wrong("FOUNDRY_DATACITE_URL", "an address such as https://api.datacite.org");
  const prefix = given.FOUNDRY_DATACITE_PREFIX ?? "";
  if (!/^10\.[0-9]{4,9}$/.test(prefix)) throw wrong("FOUNDRY_DATACITE_PREFIX", "a DOI prefix such as 10.5072");
  const user = given.FOUNDRY_DATACITE_USER;
  if (!user) throw wrong("FOUNDRY_DATACITE_USER", "the repository's account");
  const password = given.FOUNDRY_DATACITE_PASSWORD;
  if (!password) throw wrong("FOUNDRY_DATACITE_PASSWORD", "the account's password");
  const landing = given.FOUNDRY_DATACITE_LANDING || undefined;
  if (landing !== undefined && !/^https?:$/.test(protocolOf(landing)))
    throw wrong("FOUNDRY_DATACITE_LANDING", "an address such as https://hub.example.org/{kind}s/{name}/{version}");
  const publisher = given.FOUNDRY_DATACITE_PUBLISHER || DEFAULT_PUBLISHER;
  return { url: url.replace(/\/+$/, ""), prefix, user, password, publisher, landing };
}

function protocolOf(url: string): string {
  try {
    return new URL(url).protocol;
  } catch {
    return "";
  }
}

const wrong = (variable: string, what: string) =>
  problem("unavailable", `DOIs cannot be minted: set ${variable} to ${what}.`);

/** Who holds packages and makes them available: whoever the settings name. */
export const publisherOf = (given: NodeJS.ProcessEnv): string =>
  registrySettings(given)?.publisher ?? DEFAULT_PUBLISHER;
