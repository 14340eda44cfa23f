import { markup, type Markup } from "./markup.js";

/** A table that scrolls by itself where it is wider than the page. */
export function table(label: string, head: string[], rows: (Markup | string)[][]): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table><thead><tr>${head.map((text) => markup`<th scope="col">${text}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => markup`<tr>${row.map((cell) => markup`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}
