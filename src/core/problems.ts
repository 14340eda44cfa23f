import type { Problem } from "../contracts/types.js";

/** What can go wrong, as one stable word, with its title and its HTTP status. */
const KINDS = {
  "not-found": ["Not found", 404],
  "invalid-request": ["Invalid request", 400],
  "invalid-manifest": ["Invalid manifest", 422],
  "invalid-name": ["Invalid name", 400],
  "checksum-mismatch": ["Checksum mismatch", 422],
  "invalid-predictions": ["Invalid predictions", 422],
  "not-allowed": ["Not allowed by the rules", 403],
  "refused-model": ["Refused model", 403],
  "model-failed": ["The model failed", 422],
  "duplicate-entry": ["Duplicate entry", 409],
  "duplicate-version": ["Duplicate version", 409],
  "wrong-version": ["Wrong version", 409],
  withdrawn: ["Withdrawn", 410],
  unauthorized: ["Unauthorized", 401],
  unavailable: ["Unavailable", 503],
  internal: ["Internal error", 500],
} as const satisfies Record<string, [title: string, status: number]>;

/** The stable word of a problem. */
export type ProblemType = keyof typeof KINDS;

/** Whether a word is that of a problem. */
export const isProblemType = (word: string): word is ProblemType => Object.hasOwn(KINDS, word);

/** What a problem may say besides its sentence. */
export interface ProblemDetails {
  /** JSON pointer to the wrong value. */
  pointer?: string | undefined;
  /** Where in a text, and what could stand there. */
  position?: number | undefined;
  expected?: string | undefined;
  /** Nearest names, or next versions. */
  suggestions?: readonly string[] | undefined;
  /** Where the type's usual status does not fit. */
  status?: number | undefined;
  cause?: unknown;
}

/** Something that a person can put right, said in one sentence. */
export class FoundryProblem extends Error {
  override readonly name = "FoundryProblem";

  /** @param problem - as it goes over HTTP */
  constructor(
    readonly problem: Problem,
    cause?: unknown,
  ) {
    super(problem.detail, cause === undefined ? undefined : { cause });
  }

  /** The stable word, such as `not-found`. */
  get type(): string {
    return this.problem.type;
  }
}

/** Makes the error for a sentence. */
export function problem(type: ProblemType, detail: string, details: ProblemDetails = {}): FoundryProblem {
  const [title, status] = KINDS[type];
  const { pointer, position, expected, suggestions } = details;
  return new FoundryProblem(
    {
      type,
      title,
      status: details.status ?? status,
      detail,
      ...(pointer === undefined ? {} : { pointer }),
      ...(position === undefined ? {} : { position }),
      ...(expected === undefined ? {} : { expected }),
      ...(suggestions && suggestions.length > 0 ? { suggestions: [...suggestions] } : {}),
    },
    details.cause,
  );
}
