/** Text of others in Markdown: shown as it was written, never as markup that it brings along. */

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;

/** Text on one line, such as a title or a table's cell. */
export function escapeInline(text: string): string {
  return (
    text
      .replaceAll(/\s+/g, " ")
      .replaceAll(CONTROL, "")
      .trim()
      .replaceAll(/[\\`*_[\]#|~$]/g, String.raw`\$&`)
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      // Renderers make links of bare addresses; none of these may become one that runs something.
      .replaceAll(/\b(javascript|vbscript|data):/gi, "$1&#58;")
  );
}

/** Text of several paragraphs. */
export function escapeParagraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) =>
      escapeInline(paragraph)
        .replace(/^(\d+)([.)])/, String.raw`$1\$2`)
        .replace(/^[-+=]/, String.raw`\$&`),
    )
    .filter(Boolean)
    .join("\n\n");
}

/** Where a link or an image leads, in brackets after its text or in a definition. */
const DESTINATION = /(\]\(\s*|^ {0,3}\[[^\]]*\]:\s*)([^\s)]+)/gm;
/** A web address, or a place beside the page: no scheme, nor an entity that may turn out to be one. */
const HARMLESS = /^(?:https?:\/\/|mailto:|[^:&]*(?:[/?#]|$))/i;

/** Markdown by someone else: kept, but without HTML and without links that run something. */
export function tamedMarkdown(markdown: string): string {
  return markdown
    .replaceAll("\r\n", "\n")
    .replaceAll(CONTROL, "")
    .replaceAll(/<(?=[A-Za-z/!?])/g, "&lt;")
    .replaceAll(DESTINATION, (whole, before: string, to: string) => (HARMLESS.test(to) ? whole : `${before}#`));
}
