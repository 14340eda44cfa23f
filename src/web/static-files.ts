import type { Dataset, Model, Statistics } from "../contracts/types.js";
import { validateDataset, validateModel, validateStatistics, type Validator } from "../contracts/validators.js";
import { parse } from "../core/contract.js";
import { problem } from "../core/problems.js";
import type { FileSource } from "../core/sources.js";

/** Packages of an exported site: plain files below its root. */
export class StaticPackages {
  /** @param root - the site's address, with a slash at its end */
  constructor(private readonly root: string) {}

  dataset(name: string, version: string, signal?: AbortSignal): Promise<Dataset> {
    return this.json(validateDataset, `datasets/${name}/${version}/dataset.json`, signal);
  }

  model(name: string, version: string, signal?: AbortSignal): Promise<Model> {
    return this.json(validateModel, `models/${name}/${version}/model.json`, signal);
  }

  statistics(name: string, version: string, signal?: AbortSignal): Promise<Statistics> {
    return this.json(validateStatistics, `datasets/${name}/${version}/files/statistics.json`, signal);
  }

  readonly files: FileSource = {
    runtime: new URL("runtime/", this.root).href,
    bytes: async (kind, name, version, path, range, signal) => {
      const headers = range ? { range: `bytes=${range[0]}-${range[1] - 1}` } : {};
      const file = path.split("/").map(encodeURIComponent).join("/");
      const response = await this.fetch(`${kind}s/${name}/${version}/files/${file}`, {
        headers,
        ...(signal ? { signal } : {}),
      });
      const bytes = await response.arrayBuffer();
      // Many file servers know no ranges and send the whole file.
      return range && response.status === 200 ? bytes.slice(...range) : bytes;
    },
  };

  private async json<T>(validator: Validator<T>, path: string, signal: AbortSignal | undefined): Promise<T> {
    const response = await this.fetch(path, signal ? { signal } : {});
    return parse(validator, await response.json(), `The site's ${path}`, "unavailable");
  }

  private async fetch(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(this.root + path, init);
    if (!response.ok) throw problem("unavailable", `The site does not give ${path} (status ${response.status}).`);
    return response;
  }
}
