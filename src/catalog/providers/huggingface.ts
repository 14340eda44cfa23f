import type { CatalogHit } from "../../contracts/types.js";
import type { Found, Provider } from "./provider.js";
import { at, known, list, plainText, text, texts, yearOf } from "./reading.js";

/** Datasets of the Hugging Face hub; each has a Croissant description. */
export function huggingFace(url = "https://huggingface.co"): Provider {
  return {
    ...{ catalog: "huggingface", title: "Hugging Face", url },
    async search(query, limit, ask): Promise<Found> {
      const parameters = new URLSearchParams({ search: query, limit: String(limit), full: "true" });
      const answer = await ask(`${url}/api/datasets?${parameters.toString()}`);
      return { hits: list(answer).flatMap((found) => hitOf(url, found)) };
    },
  };
}

function hitOf(base: string, found: unknown): CatalogHit[] {
  const id = text(at(found, "id"));
  if (id === undefined) return [];
  const tags = texts(list(at(found, "tags")));
  const tagged = (name: string) =>
    tags.filter((tag) => tag.startsWith(`${name}:`)).map((tag) => tag.slice(name.length + 1));
  const path = id.split("/").map(encodeURIComponent).join("/");
  const hit: CatalogHit = known({
    ...{ catalog: "huggingface", id, title: text(at(found, "cardData", "pretty_name")) ?? id },
    description: plainText(at(found, "description")),
    authors: texts([at(found, "author")]),
    year: yearOf(at(found, "createdAt") ?? at(found, "lastModified")),
    doi: tagged("doi")[0],
    url: `${base}/datasets/${path}`,
    license: tagged("license")[0],
    keywords: [...tagged("task_categories"), ...tags.filter((tag) => !tag.includes(":"))],
    croissant: `${base}/api/datasets/${path}/croissant`,
    load: `datasets.load_dataset(${JSON.stringify(id)})`,
  });
  return [hit];
}
