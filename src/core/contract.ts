import type { Validator, Violation } from "../contracts/validators.js";
import { PATTERNS } from "../contracts/patterns.js";
import { problem, type ProblemType } from "./problems.js";

const LONGEST_VALUE = 60;

/**
 * Parses what came from outside against its contract.
 * @param what - its name in the sentence, such as `The manifest`
 * @throws FoundryProblem that says in one sentence what is wrong and where
 */
export function parse<T>(
  validator: Validator<T>,
  value: unknown,
  what: string,
  type: ProblemType = "invalid-request",
): T {
  const current = withCurrentNames(value);
  if (validator(current)) return current;
  const violations = validator.errors ?? [];
  const first = mostTelling(violations);
  if (!first) throw problem(type, `${what} does not follow its schema.`);
  const pointer = pointerOf(first);
  const where = pointer === "" ? "" : ` at ${pointer}`;
  const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : "";
  throw problem(type, `${what} is wrong${where}: ${complaint(first, valueAt(current, first.instancePath))}${more}.`, {
    pointer,
  });
}

/** What is stored never changes, so fields that were once named differently are still read. */
function withCurrentNames(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("licence" in value) || "license" in value) return value;
  const { licence, ...rest } = value;
  return { ...rest, license: licence };
}

/** Parses JSON text against its contract. */
export function parseJson<T>(
  validator: Validator<T>,
  text: string,
  what: string,
  type: ProblemType = "invalid-request",
): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw problem(type, `${what} is not JSON: ${error instanceof Error ? error.message : "unreadable"}.`, {
      cause: error,
    });
  }
  return parse(validator, value, what, type);
}

/** A missing property says more than what follows from it. */
function mostTelling(violations: readonly Violation[]): Violation | undefined {
  return violations.find(({ keyword }) => keyword === "required") ?? violations[0];
}

function pointerOf({ keyword, instancePath, params }: Violation): string {
  const property = keyword === "required" ? params.missingProperty : params.additionalProperty;
  return typeof property === "string"
    ? `${instancePath}/${property.replaceAll("~", "~0").replaceAll("/", "~1")}`
    : instancePath;
}

function complaint({ keyword, params, message }: Violation, found: unknown): string {
  switch (keyword) {
    case "required":
      return "it is missing";
    case "additionalProperties":
      return "no such property is known";
    case "type":
      return `it must be ${String(params.type)}, not ${shown(found)}`;
    case "enum":
      return `it must be one of ${(params.allowedValues as unknown[]).map(shown).join(", ")}, not ${shown(found)}`;
    case "const":
      return `it must be ${shown(params.allowedValue)}, not ${shown(found)}`;
    case "pattern":
      return `${shown(found)} is not ${PATTERNS[String(params.pattern)] ?? "written as it must be"}`;
    case "format":
      return `${shown(found)} is not a ${String(params.format)} (ISO 8601), such as 2026-01-31T12:00:00Z`;
    default:
      return `it ${message ?? "is not as it must be"}`;
  }
}

function shown(value: unknown): string {
  // Every value adds a mark at least, so that those after the longest text are never seen.
  let left = LONGEST_VALUE + 1;
  const visible = (_: string, inner: unknown): unknown => {
    left -= 1;
    if (left < 0) return undefined;
    return Array.isArray(inner) ? inner.slice(0, LONGEST_VALUE) : inner;
  };
  const text = value === undefined ? "nothing" : JSON.stringify(value, visible);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function valueAt(value: unknown, pointer: string): unknown {
  let found = value;
  for (const part of pointer.split("/").slice(1)) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Record<string, unknown>)[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return found;
}
