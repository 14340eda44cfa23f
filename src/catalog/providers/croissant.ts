import type { CatalogHit } from "../../contracts/types.js";
import { problem } from "../../core/problems.js";
import { fold, wordsIn } from "../../core/search/words.js";
import type { Found, Provider } from "./provider.js";
import { at, count, known, link, list, plainText, text, texts, yearOf } from "./reading.js";

/** One dataset that a croissant.json anywhere describes; found by words in what it says. */
export function croissant(url: string): Provider {
  const title = `The Croissant description at ${url}`;
  return {
    ...{ catalog: url, title, url },
    async search(query, _limit, ask): Promise<Found> {
      const value = await ask(url);
      const name = text(at(value, "name"));
      if (name === undefined || !list(at(value, "@type")).some((type) => text(type)?.endsWith("Dataset")))
        throw problem("unavailable", `${title} describes no dataset: it has no @type Dataset with a name.`);
      const fields = list(at(value, "recordSet")).flatMap((set) =>
        texts(list(at(set, "field")).map((field) => at(field, "name"))),
      );
      const hit: CatalogHit = known({
        ...{ catalog: url, id: name, title: text(at(value, "alternateName")) ?? name },
        description: plainText(at(value, "description")),
        authors: texts(
          [...list(at(value, "creator")), ...list(at(value, "author"))].map((person) => at(person, "name") ?? person),
        ),
        year: yearOf(at(value, "datePublished")),
        doi: /10\.\d{4,9}\/[^\s"}]+/.exec(texts([at(value, "citeAs"), at(value, "identifier")]).join(" "))?.[0],
        url: link(at(value, "url")),
        license: text(at(value, "license", "name")) ?? texts(list(at(value, "license")))[0],
        keywords: texts(list(at(value, "keywords"))),
        version: text(at(value, "version")),
        bytes: sizeOf(list(at(value, "distribution"))),
        croissant: url,
        load: `mlcroissant.Dataset(${JSON.stringify(url)})`,
      });
      const said = fold([hit.title, name, hit.description ?? "", ...(hit.keywords ?? []), ...fields].join(" "));
      return wordsIn(query).every((word) => said.includes(fold(word)))
        ? { hits: [hit], total: 1 }
        : { hits: [], total: 0 };
    },
  };
}

const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };

function sizeOf(files: readonly unknown[]): number | undefined {
  const sizes = files.flatMap((file) => {
    const [, digits = "", unit = "b"] = /^([\d.]+)\s*([kmgt]?b)?$/i.exec(text(at(file, "contentSize")) ?? "") ?? [];
    const size = count(digits);
    return size === undefined ? [] : [Number(digits) * (UNITS[unit.toLowerCase()] ?? 1)];
  });
  return sizes.length > 0 ? Math.round(sizes.reduce((sum, size) => sum + size, 0)) : undefined;
}
