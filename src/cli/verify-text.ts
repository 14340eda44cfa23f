import type { VerifyReport } from "../contracts/types.js";
import { formatBytes, formatCount } from "../core/quantities.js";

const REASONS = { missing: "is missing", changed: "has changed", unexpected: "was not published" };

/** A verification as text: each wrong file on a line. */
export function verifyText({ name, version, ok, files, bytes, wrong }: VerifyReport): string {
  const reference = `${name}@${version}`;
  if (ok) return `${reference} is as published: ${formatCount(files, "file")}, ${formatBytes(bytes)}.`;
  const lines = wrong.map(
    ({ path, reason, found }) => `  ${path} ${REASONS[reason]}${found ? ` (found ${found})` : ""}`,
  );
  return [`${reference} is not as published:`, ...lines].join("\n");
}
