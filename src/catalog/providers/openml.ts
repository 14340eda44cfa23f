import type { CatalogHit } from "../../contracts/types.js";
import type { Found, Provider } from "./provider.js";
import { at, count, known, list, text } from "./reading.js";

const NOTHING = { data: { dataset: [] } };

/** Active datasets of OpenML, by name: its listing knows no other words, and joins words in names by hyphens or underscores. */
export function openMl(url = "https://www.openml.org"): Provider {
  return {
    ...{ catalog: "openml", title: "OpenML", url },
    async search(query, limit, ask): Promise<Found> {
      const words = query.trim().split(/\s+/).filter(Boolean);
      const names = words.length === 0 ? [undefined] : [...new Set([words.join("_"), words.join("-")])];
      const answers = await Promise.all(names.map((name) => ask(addressOf(url, name, limit), NOTHING)));
      const hits = answers
        .flatMap((answer) => list(at(answer, "data", "dataset")))
        .flatMap((found) => hitOf(url, found));
      return { hits: [...new Map(hits.map((hit) => [hit.id, hit])).values()].slice(0, limit) };
    },
  };
}

const addressOf = (url: string, name: string | undefined, limit: number) =>
  `${url}/api/v1/json/data/list/status/active${name === undefined ? "" : `/data_name/${encodeURIComponent(name)}`}/limit/${limit}`;

function hitOf(base: string, found: unknown): CatalogHit[] {
  const id = text(at(found, "did"));
  const title = text(at(found, "name"));
  if (id === undefined || title === undefined) return [];
  const qualities = list(at(found, "quality"));
  const rows = qualities.find((quality) => at(quality, "name") === "NumberOfInstances");
  const hit: CatalogHit = known({
    ...{ catalog: "openml", id, title },
    version: text(at(found, "version")),
    url: `${base}/d/${encodeURIComponent(id)}`,
    rows: count(at(rows, "value")),
    load: `openml.datasets.get_dataset(${/^\d+$/.test(id) ? id : JSON.stringify(id)})`,
  });
  return [hit];
}
