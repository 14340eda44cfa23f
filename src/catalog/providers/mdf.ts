import type { CatalogHit } from "../../contracts/types.js";
import type { Found, Provider } from "./provider.js";
import { at, count, known, link, list, plainText, text, texts, yearOf } from "./reading.js";

const INDEX = "1a57bbe5-5272-477f-9d31-343b8258b7a5";

/** The Materials Data Facility on Globus Search, or only what belongs to Foundry in it. */
export function mdf(catalog: "mdf" | "foundry", url = "https://search.api.globus.org"): Provider {
  const scope = `mdf.resource_type:"dataset"${catalog === "foundry" ? ' AND mdf.organizations:"foundry"' : ""}`;
  return {
    catalog,
    title: catalog === "foundry" ? "Foundry" : "Materials Data Facility",
    url,
    async search(query, limit, ask): Promise<Found> {
      // Punctuation would be taken for the language of advanced queries.
      const words = (query.match(/[\p{L}\p{N}]+/gu) ?? []).join(" AND ");
      const q = words === "" ? scope : `(${words}) AND ${scope}`;
      const parameters = new URLSearchParams({ q, advanced: "true", limit: String(limit) });
      const answer = await ask(`${url}/v1/index/${INDEX}/search?${parameters.toString()}`);
      const contents = list(at(answer, "gmeta")).flatMap((meta) => [
        ...list(at(meta, "entries")).map((entry) => at(entry, "content")),
        ...list(at(meta, "content")),
      ]);
      const hits = contents.flatMap((content) => hitOf(catalog, content));
      return { hits, ...known<Pick<Found, "total">>({ total: count(at(answer, "total")) }) };
    },
  };
}

function hitOf(catalog: string, content: unknown): CatalogHit[] {
  const id = text(at(content, "mdf", "source_id")) ?? text(at(content, "mdf", "source_name"));
  const title = text(at(content, "dc", "titles", 0, "title"));
  if (id === undefined || title === undefined) return [];
  const block = at(content, "projects", "foundry");
  const doi = text(at(content, "dc", "identifier", "identifier"));
  const hit: CatalogHit = known({
    ...{ catalog, id, title },
    description: plainText(at(content, "dc", "descriptions", 0, "description")),
    authors: texts(list(at(content, "dc", "creators")).map((creator) => at(creator, "creatorName"))),
    year: yearOf(at(content, "dc", "publicationYear")),
    doi: doi?.startsWith("10.") ? doi : undefined,
    url: link(at(content, "data", "link")) ?? (doi?.startsWith("10.") ? `https://doi.org/${doi}` : undefined),
    license: text(at(content, "dc", "rightsList", 0, "rights")),
    keywords: texts(list(at(content, "dc", "subjects")).map((subject) => at(subject, "subject"))),
    version: text(at(content, "mdf", "version")),
    rows: count(at(block, "n_items")),
    bytes: count(at(content, "data", "total_size")),
  });
  return [hit];
}
