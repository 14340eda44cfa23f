import { URLExt } from "@jupyterlab/coreutils";
import { ServerConnection } from "@jupyterlab/services";
import type { HubClient } from "../client/hub-client.js";

/**
 * A client of the hub behind the Jupyter server: its login and XSRF token go with every request.
 * The client and the validators behind it are loaded here, not when JupyterLab starts.
 */
export async function hubOfServer(settings: ServerConnection.ISettings): Promise<HubClient> {
  const { HubClient } = await import("../client/hub-client.js");
  return new HubClient({
    url: URLExt.join(settings.baseUrl, "foundry"),
    fetch: (input, init) => ServerConnection.makeRequest(urlOf(input), init ?? {}, settings),
  });
}

function urlOf(input: RequestInfo | URL): string {
  if (typeof input === "string") return input;
  return input instanceof URL ? input.href : input.url;
}
