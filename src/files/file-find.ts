/** Values of columns, a list for each. */
export type NamedValues = readonly (readonly [name: string, values: readonly unknown[]])[];

/**
 * The places in a view of the rows that have a cell with a text, upper and lower case alike.
 * @param order - the rows of the view by their places in the table; all of them as they are when absent
 */
export function placesHolding(columns: NamedValues, rows: number, text: string, order?: Uint32Array): number[] {
  const holds = holder(text);
  const matches = new Uint8Array(rows);
  // Column by column: a list of values of one kind is gone through fastest.
  for (const [, values] of columns) values.forEach((value, row) => holds(value) && (matches[row] = 1));
  const places: number[] = [];
  const total = order?.length ?? rows;
  for (let place = 0; place < total; place++) if (matches[order?.[place] ?? place]) places.push(place);
  return places;
}

/** Which of some places is the next one from a row on; past either end the search goes on at the other. */
export function nextPlace(places: readonly number[], from: number, backwards: boolean): number {
  if (backwards) {
    const before = places.findLastIndex((place) => place <= from);
    return before === -1 ? places.length - 1 : before;
  }
  const after = places.findIndex((place) => place >= from);
  return after === -1 ? 0 : after;
}

/** Names of the columns whose first value holds a text. */
export function columnsHolding(columns: NamedValues, text: string): string[] {
  const holds = holder(text);
  return columns.filter(([, [value]]) => holds(value)).map(([name]) => name);
}

function holder(text: string): (value: unknown) => boolean {
  const sought = text.toLowerCase();
  // A number's digits hold nothing but these; most texts need no look at the numbers at all.
  const isNumber = /^[\d.+e-]+$/.test(sought);
  return (value) => {
    if (value === null || value === undefined) return false;
    if (typeof value === "number" || typeof value === "bigint") return isNumber && String(value).includes(sought);
    if (typeof value === "string" || typeof value === "boolean") return String(value).toLowerCase().includes(sought);
    // As the kernel: lists and records are not searched.
    return value instanceof Date && value.toISOString().replace("T", " ").includes(sought);
  };
}
