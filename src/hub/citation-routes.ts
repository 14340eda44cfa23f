import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Kind } from "../contracts/types.js";
import { CITATION_FORMATS, isCitationFormat, type CitationFormat } from "../core/citation.js";
import { parseDoi } from "../core/doi.js";
import { jsonText } from "../core/json-text.js";
import { KINDS } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { checkName, versionOf } from "../core/references.js";
import { mintDoi } from "../registry/mint.js";
import { publisherOf, registrySettings } from "../registry/settings.js";
import { Dois } from "../store/dois.js";
import { findManifest } from "../store/library.js";
import type { Services } from "./services.js";

interface Asked {
  Params: { name: string; version: string };
  Querystring: { format?: unknown };
}

const TYPES: Record<CitationFormat, string> = {
  bibtex: "application/x-bibtex; charset=utf-8",
  ris: "application/x-research-info-systems; charset=utf-8",
  csl: "application/vnd.citationstyles.csl+json",
  apa: "text/plain; charset=utf-8",
  "datacite-xml": "application/vnd.datacite.datacite+xml",
};

/** How to cite a version, what catalogs elsewhere want to know of it, and its DOI. */
export function citationRoutes(app: FastifyInstance, { store }: Services): void {
  const find = async (kind: Kind, { name, version }: Asked["Params"]) => {
    checkName(name);
    return Dois.of(store).identified(await findManifest(store, kind, { name, ...versionOf(version) }));
  };

  for (const kind of KINDS) {
    app.get<Asked>(`/${kind}s/:name/:version/citation`, async ({ params, query: { format = "bibtex" } }, reply) => {
      if (typeof format !== "string" || !isCitationFormat(format))
        throw problem("invalid-request", `The format must be one of ${Object.keys(CITATION_FORMATS).join(", ")}.`, {
          suggestions: Object.keys(CITATION_FORMATS),
        });
      const manifest = await find(kind, params);
      const { formatCitation } = await import("../core/citation-formats.js");
      return sendText(reply, TYPES[format], formatCitation(manifest, format, publisherOf(process.env)));
    });

    app.get<Asked>(`/${kind}s/:name/:version/datacite`, async ({ params }, reply) => {
      const manifest = await find(kind, params);
      const { datacite } = await import("../core/datacite.js");
      return sendText(
        reply,
        "application/vnd.datacite.datacite+json",
        jsonText(datacite(manifest, publisherOf(process.env))),
      );
    });

    app.post<Asked>(`/${kind}s/:name/:version/doi`, async ({ params }) =>
      mintDoi(store, await find(kind, params), registrySettings(process.env)),
    );
  }

  app.get<Asked>("/datasets/:name/:version/croissant", async (request, reply) => {
    const manifest = await find("dataset", request.params);
    if (manifest.kind !== "dataset") throw problem("not-found", `${manifest.name} is not a dataset.`);
    const { CROISSANT_TYPE, croissant } = await import("../core/croissant.js");
    const files = `${baseOf(request)}/datasets/${manifest.name}/${manifest.version}/files`;
    const fileUrl = (path: string) => `${files}/${path.split("/").map(encodeURIComponent).join("/")}`;
    return sendText(reply, CROISSANT_TYPE, jsonText(croissant(manifest, fileUrl)));
  });

  app.get<Asked>("/benchmarks/:name/:version/croissant", async (request, reply) => {
    const manifest = await find("benchmark", request.params);
    if (manifest.kind !== "benchmark") throw problem("not-found", `${manifest.name} is not a benchmark.`);
    const [{ CROISSANT_TYPE }, { benchmarkCroissant }] = await Promise.all([
      import("../core/croissant.js"),
      import("../core/benchmark-croissant.js"),
    ]);
    const files = `${baseOf(request, "benchmark")}/benchmarks/${manifest.name}/${manifest.version}/files`;
    const fileUrl = (path: string) => `${files}/${path.split("/").map(encodeURIComponent).join("/")}`;
    // As a file of the package has it, or with addresses at this hub.
    const inPackage = (request.query as { files?: unknown }).files === "relative";
    return sendText(
      reply,
      CROISSANT_TYPE,
      jsonText(inPackage ? benchmarkCroissant(manifest) : benchmarkCroissant(manifest, fileUrl)),
    );
  });

  app.get<{ Params: { "*": string } }>("/dois/*", async ({ params }) => {
    const doi = parseDoi(params["*"]);
    if (doi === undefined) throw problem("invalid-name", "That is not a DOI; write one such as 10.5072/abc.");
    const found = await Dois.of(store).find(doi);
    if (!found) throw problem("not-found", `No version in this store has the DOI ${doi}.`);
    return found;
  });
}

/** Where this API answers whoever asks. */
const baseOf = ({ protocol, host, url }: FastifyRequest, kind: Kind = "dataset") =>
  `${protocol}://${host}${url.slice(0, url.indexOf(`/${kind}s/`))}`;

function sendText(reply: FastifyReply, type: string, text: string): FastifyReply {
  // A version's DOI may come later: what was sent is asked for again. As bytes, since a text's type would get a charset.
  return reply
    .headers({ "content-type": type, "cache-control": "private, no-cache", "x-content-type-options": "nosniff" })
    .send(Buffer.from(text));
}
