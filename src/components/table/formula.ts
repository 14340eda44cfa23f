const ELEMENTS = /^(?:[A-Z][a-z]?\d*(?:\.\d+)?|[([]|[)\]]\d*(?:\.\d+)?|[·.*]\d*(?:\.\d+)?)+$/;
const SUBSCRIPT = /(?<=[A-Za-z)\]])\d+(?:\.\d+)?/g;

/** Whether a column's name says that it holds chemical formulas. */
export const isFormulaColumn = (name: string): boolean => /(^|[_\s])formula/i.test(name);

/** A chemical formula as a document fragment whose counts are subscripts, ones left out; undefined for other text. */
export function formulaNodes(text: string): DocumentFragment | undefined {
  if (!ELEMENTS.test(text)) return undefined;
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(SUBSCRIPT)) {
    fragment.append(text.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[0] === "1") continue;
    const count = document.createElement("sub");
    count.textContent = match[0];
    fragment.append(count);
  }
  fragment.append(text.slice(end));
  return fragment;
}
