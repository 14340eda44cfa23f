import type { Problem } from "../contracts/types.js";
import { validateProblem } from "../contracts/validators.js";
import { FoundryProblem, problem } from "../core/problems.js";

/** What every call needs. */
export interface Connection {
  /** The hub's URL, without a slash at the end. */
  url: string;
  fetch: typeof fetch;
  token?: string | undefined;
}

/** A request on the way out. */
export interface Call {
  method?: string;
  json?: unknown;
  body?: Blob | ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/** Sends a request; an answer that is not a success becomes a FoundryProblem. */
export async function send(connection: Connection, path: string, call: Call = {}): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json", ...call.headers };
  if (connection.token) headers.authorization = `Bearer ${connection.token}`;
  if (call.json !== undefined) headers["content-type"] = "application/json";
  const body = call.json === undefined ? call.body : JSON.stringify(call.json);
  const init: RequestInit & { duplex?: "half" } = {
    method: call.method ?? "GET",
    headers,
    ...(body === undefined ? {} : { body }),
    // A stream as body is refused by fetch without this.
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
    ...(call.signal ? { signal: call.signal } : {}),
  };
  let response: Response;
  try {
    response = await connection.fetch(`${connection.url}${path}`, init);
  } catch (error) {
    if (call.signal?.aborted) throw error;
    // A service that found its own sentence (such as Jupyter's) keeps it.
    if (error instanceof FoundryProblem) throw error;
    throw problem("unavailable", `The hub at ${connection.url} does not answer; start it again or check its URL.`, {
      cause: error,
    });
  }
  if (!response.ok && response.status !== 304) throw await refusal(connection, response);
  return response;
}

/** Sends a request and reads JSON from the answer. */
export async function sendForJson(connection: Connection, path: string, call: Call = {}): Promise<unknown> {
  const response = await send(connection, path, call);
  try {
    return await response.json();
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw problem("unavailable", `What answers at ${connection.url} is not a hub; check the URL.`, { cause: error });
  }
}

async function refusal(connection: Connection, response: Response): Promise<FoundryProblem> {
  const given: unknown = await response.json().catch(() => undefined);
  if (validateProblem(given)) return new FoundryProblem(given satisfies Problem);
  const { status } = response;
  if (status === 401 || status === 403)
    return problem(
      "unauthorized",
      `The hub at ${connection.url} refuses the request; log in again or check the token.`,
      { status },
    );
  if (status === 502 || status === 503 || status === 504)
    return problem("unavailable", `The hub at ${connection.url} is not running; try again in a moment.`, { status });
  return problem("internal", `The hub at ${connection.url} answers with status ${status} and no explanation.`, {
    status,
  });
}
