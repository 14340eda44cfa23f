import { FoundryProblem, problem } from "../../core/problems.js";

/** The HTTP status that S3 has answered with; undefined where it has not answered. */
export function statusOf(error: unknown): number | undefined {
  const metadata: unknown =
    typeof error === "object" && error !== null && "$metadata" in error ? error.$metadata : undefined;
  const status: unknown =
    typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
      ? metadata.httpStatusCode
      : undefined;
  return typeof status === "number" ? status : undefined;
}

/** Whether a conditional write was refused because its condition does not hold. */
export const isThere = (error: unknown): boolean => statusOf(error) === 412;

/** Whether trying again would change nothing: S3 has said no, other than by a conflict (409) or trouble of its own. */
export function isRefused(error: unknown): boolean {
  const status = statusOf(error);
  if (status === undefined) return nameOf(error) === "CredentialsProviderError";
  return status >= 400 && status < 500 && status !== 409 && status !== 429;
}

/** What a failure of S3 means to a person. */
export function meaningOf(error: unknown, location: string): unknown {
  if (error instanceof FoundryProblem) return error;
  const name = nameOf(error);
  const status = statusOf(error);
  if (name === "CredentialsProviderError")
    return problem(
      "unauthorized",
      `There are no credentials for ${location}; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.`,
      { cause: error },
    );
  if (name === "NoSuchBucket")
    return problem("not-found", `There is no bucket for ${location}; make it, or correct FOUNDRY_STORE.`, {
      cause: error,
    });
  if (status === 401 || status === 403)
    return problem(
      "unauthorized",
      `${location} refuses these credentials (${name}); check them and the bucket's policy.`,
      { cause: error },
    );
  if (status === undefined || status >= 500 || status === 409 || status === 429) {
    const reason = status ?? (error instanceof Error ? error.message || name : name);
    return problem(
      "unavailable",
      `${location} does not answer as it should (${reason}); try again, or check AWS_ENDPOINT_URL_S3.`,
      { cause: error },
    );
  }
  return problem("unavailable", `${location} answers with ${status} (${name}).`, { cause: error });
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "unknown");
