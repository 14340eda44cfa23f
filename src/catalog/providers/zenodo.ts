import type { CatalogHit } from "../../contracts/types.js";
import type { Found, Provider } from "./provider.js";
import { at, count, known, link, list, plainText, text, texts, yearOf } from "./reading.js";

/** Datasets of Zenodo, or of another InvenioRDM repository with its interface. */
export function zenodo(url = "https://zenodo.org"): Provider {
  return {
    ...{ catalog: "zenodo", title: "Zenodo", url },
    async search(query, limit, ask): Promise<Found> {
      const parameters = new URLSearchParams({
        q: query,
        type: "dataset",
        size: String(limit),
        sort: query.trim() ? "bestmatch" : "mostrecent",
      });
      const answer = await ask(`${url}/api/records?${parameters.toString()}`);
      const hits = list(at(answer, "hits", "hits")).flatMap((found) => hitOf(url, found));
      return { hits, ...known<Pick<Found, "total">>({ total: count(at(answer, "hits", "total")) }) };
    },
  };
}

function hitOf(base: string, found: unknown): CatalogHit[] {
  const id = text(at(found, "id"));
  const metadata = at(found, "metadata");
  const title = text(at(metadata, "title"));
  if (id === undefined || title === undefined) return [];
  const sizes = list(at(found, "files")).map((file) => count(at(file, "size")) ?? 0);
  const hit: CatalogHit = known({
    ...{ catalog: "zenodo", id, title },
    description: plainText(at(metadata, "description")),
    authors: texts(list(at(metadata, "creators")).map((creator) => at(creator, "name"))),
    year: yearOf(at(metadata, "publication_date")),
    doi: text(at(found, "doi")) ?? text(at(metadata, "doi")),
    url: link(at(found, "links", "self_html")) ?? `${base}/records/${encodeURIComponent(id)}`,
    license: text(at(metadata, "license", "id")),
    keywords: texts(list(at(metadata, "keywords"))),
    version: text(at(metadata, "version")),
    bytes: sizes.length > 0 ? sizes.reduce((sum, size) => sum + size, 0) : undefined,
  });
  return [hit];
}
