/** HTML as text: what stands in `${}` is escaped unless it is markup itself. */

/** Markup that needs no escaping. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | undefined | false | readonly Part[];

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
// What would steer a terminal or turn text around has no place in a page either.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text as it is shown, never as markup. */
export const escaped = (text: string): string =>
  text.replaceAll(CONTROL, "").replaceAll(/[&<>"']/g, (found) => ESCAPES[found] ?? found);

/** Makes markup from a template. */
export function markup(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((text, string, i) => text + shown(parts[i - 1]) + string));
}

/** Data in a page that no browser takes for markup or a script. */
export function dataBlock(type: string, value: unknown, id?: string): Markup {
  const text = JSON.stringify(value)
    .replaceAll("<", String.raw`\u003c`)
    .replaceAll("\u2028", String.raw`\u2028`)
    .replaceAll("\u2029", String.raw`\u2029`);
  return new Markup(`<script type="${type}"${id === undefined ? "" : ` id="${id}"`}>${text}</script>`);
}

function shown(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "string" || typeof part === "number") return escaped(String(part));
  return part.map(shown).join("");
}
