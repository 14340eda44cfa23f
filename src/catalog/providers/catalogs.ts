import type { CatalogAnswer, CatalogInfo, CatalogsRequest, CatalogsResponse } from "../../contracts/types.js";
import { nearest } from "../../core/nearest.js";
import { FoundryProblem, problem } from "../../core/problems.js";
import { askerFor } from "./ask-json.js";
import { croissant } from "./croissant.js";
import { huggingFace } from "./huggingface.js";
import { mdf } from "./mdf.js";
import { openMl } from "./openml.js";
import type { Provider } from "./provider.js";
import { zenodo } from "./zenodo.js";

const MAKERS: Readonly<Record<string, (url?: string) => Provider>> = {
  foundry: (url) => mdf("foundry", url),
  mdf: (url) => mdf("mdf", url),
  huggingface: huggingFace,
  openml: openMl,
  zenodo,
};

/** What other catalogs may be asked. */
export interface CatalogsOptions {
  /** Other addresses by name of catalog; `off` for one that is not to be asked. */
  addresses?: Readonly<Record<string, string>>;
  /** Whether a request may name the address of a croissant.json, which this process then fetches. */
  anyAddress?: boolean;
}

/** Catalogs besides the own store. */
export class Catalogs {
  private readonly providers: ReadonlyMap<string, Provider>;
  private readonly anyAddress: boolean;

  constructor({ addresses = {}, anyAddress = false }: CatalogsOptions = {}) {
    const names = Object.keys(MAKERS).filter((name) => addresses[name] !== "off");
    this.providers = new Map(
      names.flatMap((name) => {
        const provider = MAKERS[name]?.(addresses[name]);
        return provider ? [[name, provider]] : [];
      }),
    );
    this.anyAddress = anyAddress;
  }

  /** Catalogs that can be named. */
  list(): CatalogInfo[] {
    return [...this.providers.values()].map(({ catalog, title, url }) => ({ catalog, title, url }));
  }

  /**
   * Asks several at once; one that does not answer is `offline`.
   * @throws FoundryProblem where a catalog is not known
   */
  async search({
    query = "",
    catalogs = [...this.providers.keys()],
    limit = 10,
  }: CatalogsRequest): Promise<CatalogsResponse> {
    const providers = [...new Set(catalogs)].map((name) => this.provider(name));
    return { catalogs: await Promise.all(providers.map((provider) => answerOf(provider, query, limit))) };
  }

  private provider(name: string): Provider {
    const known = this.providers.get(name.toLowerCase());
    if (known) return known;
    if (/^https?:\/\//i.test(name)) {
      if (this.anyAddress) return croissant(name);
      throw problem(
        "invalid-request",
        "This hub fetches no addresses that others name: search from the command or a hub of your own.",
      );
    }
    const names = [...this.providers.keys()];
    const detail = `There is no catalog '${name}'; there are ${names.join(", ")}, and the address of any croissant.json.`;
    throw problem("not-found", detail, { suggestions: nearest(name, names) });
  }
}

/** Reads `FOUNDRY_CATALOGS`, such as `zenodo=https://repository.example.org, openml=off`. */
export function readAddresses(given = ""): Record<string, string> {
  const parts = given.split(/[\s,]+/).filter(Boolean);
  return Object.fromEntries(
    parts.map((part): [string, string] => {
      const [, name = "", url = ""] = /^(\w+)=(https?:\/\/\S+|off)$/.exec(part) ?? [];
      if (Object.hasOwn(MAKERS, name)) return [name, url.replace(/\/+$/, "")];
      throw problem(
        "invalid-request",
        `FOUNDRY_CATALOGS cannot be read at '${part}': write it as zenodo=https://HOST or zenodo=off.`,
      );
    }),
  );
}

async function answerOf(provider: Provider, query: string, limit: number): Promise<CatalogAnswer> {
  const { catalog, title } = provider;
  try {
    const { hits, total } = await provider.search(query, limit, askerFor(title));
    return {
      ...{ catalog, title, state: "answered" },
      ...(total === undefined ? {} : { total }),
      hits: hits.slice(0, limit),
    };
  } catch (error) {
    if (!(error instanceof FoundryProblem)) throw error;
    return { ...{ catalog, title, state: "offline", hits: [] }, problem: error.problem };
  }
}
