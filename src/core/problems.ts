import { PROBLEMS } from "../contracts/problems.js";
import type { Problem } from "../contracts/types.js";

/** The stable code of a problem. */
export type ProblemType = keyof typeof PROBLEMS;

/** Whether a text is the code of a problem. */
export const isProblemType = (code: string): code is ProblemType => Object.hasOwn(PROBLEMS, code);

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

  /** The stable code, such as `not-found`. */
  get type(): string {
    return this.problem.type;
  }

  /** Whether the same request may succeed later. */
  get retry(): boolean {
    return isProblemType(this.type) && PROBLEMS[this.type].retry;
  }
}

/** Makes the error for a sentence. */
export function problem(type: ProblemType, detail: string, details: ProblemDetails = {}): FoundryProblem {
  const { title, status } = PROBLEMS[type];
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

/** Lets a problem that names no place name this JSON pointer. */
export function faultAt(pointer: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof FoundryProblem) || error.problem.pointer !== undefined) throw error;
    throw new FoundryProblem({ ...error.problem, pointer }, error);
  }
}
