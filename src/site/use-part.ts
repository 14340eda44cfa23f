import type { Manifest } from "../core/manifests.js";
import { markup, type Markup } from "./markup.js";

/** Code that a page offers: with JavaScript, one click copies it. */
export const code = (label: string, text: string): Markup =>
  markup`<div class="code"><pre tabindex="0" aria-label="${label}"><code>${text}</code></pre></div>`;

/**
 * How a package is used, in each language.
 * @param address - where a file of it is on the web; undefined where nobody knows, and `get` fetches it first
 */
export function usePart(manifest: Manifest, address: ((path: string) => string) | undefined): Markup {
  const reference = `${manifest.name}@${manifest.version}`;
  const python = `import foundry_lab as foundry\n\n${pythonCode(manifest)}`;
  const snippets: [string, string][] = [
    ["Python", python],
    ...(manifest.kind === "dataset" ? parquetCode(manifest, address) : []),
    ["Command", `foundry-lab get ${reference}`],
  ];
  return markup`<section aria-labelledby="use"><h2 id="use">Use it</h2>${snippets.map(
    ([language, text]) => markup`<h3>${language}</h3>${code(`${language} code`, text)}`,
  )}</section>`;
}

function pythonCode(manifest: Manifest): string {
  const reference = JSON.stringify(`${manifest.name}@${manifest.version}`);
  switch (manifest.kind) {
    case "dataset":
      return `table = foundry.load(${reference})["${manifest.splits[0].name}"].to_arrow()`;
    case "model":
      return `model = foundry.model(${reference})\npredictions = model.predict(table)`;
    case "benchmark":
      return `benchmark = foundry.benchmark(${reference})\nbenchmark.leaderboard()`;
  }
}

/** Code that reads the first split's Parquet file, from the web or from the folder that `get` writes. */
function parquetCode(
  { name, version, splits }: Extract<Manifest, { kind: "dataset" }>,
  address: ((path: string) => string) | undefined,
): [string, string][] {
  const { path } = splits[0];
  if (!path.endsWith(".parquet")) return [];
  const place = JSON.stringify(address ? address(path) : `${name}-${version}/${path}`);
  const [from, open] = address
    ? ["asyncBufferFromUrl", `asyncBufferFromUrl({ url: ${place} })`]
    : ["asyncBufferFromFile", `asyncBufferFromFile(${place})`];
  const first = address ? "" : ` foundry-lab get ${name}@${version}`;
  return [
    [
      "TypeScript",
      `${first && `//${first}\n`}import { ${from}, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";

const rows = await parquetReadObjects({ file: await ${open}, compressors });`,
    ],
    ["R", `${first && `#${first}\n`}library(arrow)\n\nrows <- read_parquet(${place})`],
  ];
}
