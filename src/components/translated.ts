import { t } from "../core/translation.js";

/**
 * A text in the language of the page whose places `%1`, `%2`… are parts of a template, so that a language can order
 * them as it needs.
 */
export function rich(text: string, ...parts: unknown[]): unknown[] {
  return t(text, ...parts.map((_, i) => `\uE000${i}\uE000`))
    .split("\uE000")
    .map((piece, i) => (i % 2 === 0 ? piece : parts[Number(piece)]));
}
