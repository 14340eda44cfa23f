import { URLExt } from "@jupyterlab/coreutils";
import { ServerConnection } from "@jupyterlab/services";
import type { HubClient } from "../client/hub-client.js";
import type { CatalogSource } from "../core/sources.js";
import { problem, type FoundryProblem } from "../core/problems.js";

/**
 * A client of the hub behind the Jupyter server: its login and XSRF token go with every request.
 * The client and the validators behind it are loaded here, not when JupyterLab starts.
 */
export async function hubOfServer(settings: ServerConnection.ISettings): Promise<HubClient & ExampleSource> {
  const { HubClient } = await import("../client/hub-client.js");
  const url = URLExt.join(settings.baseUrl, "foundry");
  const hub = new HubClient({ url, fetch: (input, init) => throughJupyter(urlOf(input), init ?? {}, settings) });
  return Object.assign(hub, { addExamples: () => addExamples(URLExt.join(url, "examples"), settings) });
}

type ExampleSource = Required<Pick<CatalogSource, "addExamples">>;

/** The server extension publishes them, as a browser cannot. */
async function addExamples(url: string, settings: ServerConnection.ISettings): Promise<void> {
  const response = await throughJupyter(url, { method: "POST" }, settings);
  if (response.ok) return;
  const { detail } = (await response.json()) as { detail?: unknown };
  throw problem("internal", String(detail), { status: response.status });
}

/** Sends a request; what Jupyter itself answers instead of the hub becomes a sentence. */
async function throughJupyter(url: string, init: RequestInit, settings: ServerConnection.ISettings): Promise<Response> {
  let response: Response;
  try {
    response = await ServerConnection.makeRequest(url, init, settings);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw problem(
      "unavailable",
      "The Jupyter server does not answer: start it again or check the network, then retry.",
      { cause: error },
    );
  }
  const isFromHub = response.headers.get("content-type")?.startsWith("application/problem+json") === true;
  const refusal = isFromHub ? undefined : jupyterRefusal(response.status);
  if (refusal) throw refusal;
  return response;
}

function jupyterRefusal(status: number): FoundryProblem | undefined {
  if (status === 401 || status === 403)
    return problem("unauthorized", "Jupyter's login has ended: reload this page and log in again.", { status });
  if (status === 404)
    return problem(
      "unavailable",
      "The Jupyter server lacks the Foundry extension: install foundry-lab where the server runs, and restart it.",
      { status },
    );
  return undefined;
}

function urlOf(input: RequestInfo | URL): string {
  if (typeof input === "string") return input;
  return input instanceof URL ? input.href : input.url;
}

/** What a request that does not go through JupyterLab's own functions needs besides the cookie of the login. */
export function fetchHeaders({ token }: ServerConnection.ISettings): Record<string, string> {
  return token ? { authorization: `token ${token}` } : {};
}
