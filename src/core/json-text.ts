/** A value as JSON that can stand in a page as well: no `<` in it opens or closes an element. */
export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, undefined, 2).replaceAll("<", "\\u003c")}\n`;
