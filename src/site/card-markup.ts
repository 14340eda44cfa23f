import { marked } from "marked";
import sanitize from "sanitize-html";
import { Markup } from "./markup.js";

const TAGS = [
  ..."h1 h2 h3 h4 h5 h6 p a ul ol li code pre em strong del blockquote hr br table thead tbody tr th td".split(" "),
];

/** A publisher's Markdown as markup: without scripts, styles, images or links that run something. */
export function cardMarkup(markdown: string): Markup {
  const rendered = marked.parse(markdown, { async: false, gfm: true });
  const clean = sanitize(rendered, {
    allowedTags: TAGS,
    allowedAttributes: { a: ["href", "rel"] },
    allowedSchemes: ["http", "https"],
    // A page has one heading of the first rank, and its sections are of the second.
    transformTags: {
      ...Object.fromEntries(["h1", "h2"].map((tag) => [tag, "h3"])),
      a: sanitize.simpleTransform("a", { rel: "noopener noreferrer nofollow" }),
    },
  });
  return new Markup(`<div class="markdown">${clean}</div>`);
}
