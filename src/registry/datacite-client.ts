import { FoundryProblem, problem } from "../core/problems.js";
import type { RegistrySettings } from "./settings.js";

const TYPE = "application/vnd.api+json";
/** Milliseconds that an answer may take. */
const PATIENCE = 30_000;

/** A DOI as the agency has it. */
export interface RegisteredDoi {
  doi: string;
  state: "draft" | "registered" | "findable";
  url?: string;
}

/** A client of DataCite's REST API, for the DOIs of one account. */
export class DataCiteClient {
  constructor(private readonly settings: RegistrySettings) {}

  /** Registers a DOI with its metadata; one that the account has already gets the metadata anew. */
  async register(doi: string, attributes: Record<string, unknown>): Promise<RegisteredDoi> {
    const body = JSON.stringify({ data: { type: "dois", attributes: { ...attributes, doi } } });
    const created = await this.send("POST", "/dois", body);
    const answer =
      created.status === 422 && (await isTaken(created.clone()))
        ? await this.send("PUT", `/dois/${encodeURIComponent(doi)}`, body)
        : created;
    if (!answer.ok) throw await this.refusal(doi, answer);
    return this.read(answer);
  }

  private async send(method: string, path: string, body: string): Promise<Response> {
    const { url, user, password } = this.settings;
    const credentials = Buffer.from(`${user}:${password}`).toString("base64");
    const headers = { accept: TYPE, "content-type": TYPE, authorization: `Basic ${credentials}` };
    try {
      // Credentials are not to go where the agency did not say.
      return await fetch(url + path, {
        method,
        body,
        headers,
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch (error) {
      throw problem("unavailable", `The DOI service at ${url} does not answer; nothing was minted, try again later.`, {
        cause: error,
      });
    }
  }

  private async read(answer: Response): Promise<RegisteredDoi> {
    const { url: service } = this.settings;
    const found = field(field(await jsonOf(answer), "data"), "attributes");
    const [doi, state, url] = [field(found, "doi"), field(found, "state"), field(found, "url")];
    if (typeof doi !== "string" || (state !== "draft" && state !== "registered" && state !== "findable"))
      throw problem("unavailable", `What answers at ${service} is not DataCite's API; check FOUNDRY_DATACITE_URL.`);
    return { doi, state, ...(typeof url === "string" ? { url } : {}) };
  }

  private async refusal(doi: string, answer: Response): Promise<FoundryProblem> {
    const { url, user, prefix } = this.settings;
    if (answer.status === 401 || answer.status === 403)
      return problem(
        "unavailable",
        `The DOI service at ${url} refuses the account ${user} for the prefix ${prefix}; check FOUNDRY_DATACITE_USER and _PASSWORD.`,
      );
    const reasons = await reasonsOf(answer);
    const said = reasons.length > 0 ? reasons.join("; ") : `status ${answer.status}`;
    return problem("unavailable", `The DOI service at ${url} refuses ${doi}: ${said.slice(0, 500)}.`);
  }
}

async function isTaken(answer: Response): Promise<boolean> {
  return (await reasonsOf(answer)).some((reason) => /taken|exist/i.test(reason));
}

async function reasonsOf(answer: Response): Promise<string[]> {
  const errors = field(await jsonOf(answer), "errors");
  return Array.isArray(errors)
    ? errors.flatMap((error) => {
        const title = field(error, "title");
        return typeof title === "string" ? [title] : [];
      })
    : [];
}

async function jsonOf(answer: Response): Promise<unknown> {
  return answer.json().catch(() => undefined);
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
