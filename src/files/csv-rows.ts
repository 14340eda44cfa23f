const QUOTE = 34;
const LINE_FEED = 10;

/**
 * Is handed a row's values, which are only good until the next row; none for a blank line.
 * @returns false for no more rows
 */
type Visitor = (values: readonly string[], end: number, closed: boolean) => boolean | undefined;

/**
 * Hands over the rows of separated values as Arrow's CSV reader cuts them: a quote counts at the beginning of a value
 * only, and lines end at `\n`, `\r` or both. `closed` is false for a row in which a quote stays open.
 */
export function eachRow(text: string, separator: string, start: number, visit: Visitor): void {
  const next = (mark: string, from: number): number => {
    const place = text.indexOf(mark, from);
    return place < 0 ? text.length : place;
  };
  const row: string[] = [];
  let [at, mark, feed, carriage] = [start, -1, -1, -1];
  while (at < text.length) {
    row.length = 0;
    const begin = at;
    let closed = true;
    for (;;) {
      let quoted = "";
      if (text.charCodeAt(at) === QUOTE) [quoted, at, closed] = quotedValue(text, at + 1);
      if (mark < at) mark = next(separator, at);
      if (feed < at) feed = next("\n", at);
      if (carriage < at) carriage = next("\r", at);
      const end = Math.min(mark, feed, carriage);
      const bare = text.slice(at, end);
      row.push(quoted === "" ? bare : quoted + bare);
      at = end;
      if (end !== mark || end === text.length) break;
      at++;
    }
    const blank = at === begin;
    at += at === carriage && text.charCodeAt(at + 1) === LINE_FEED ? 2 : 1;
    if (visit(blank ? [] : row, Math.min(at, text.length), closed) === false) return;
  }
}

function quotedValue(text: string, start: number): [value: string, end: number, closed: boolean] {
  let value = "";
  for (let from = start; ;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return [value + text.slice(from), text.length, false];
    value += text.slice(from, quote);
    if (text.charCodeAt(quote + 1) !== QUOTE) return [value, quote + 1, true];
    value += '"';
    from = quote + 2;
  }
}

/** The values of a line between which blanks stand; quoted ones may hold blanks. */
export function splitBlanks(line: string): string[] {
  const text = line.replaceAll("\t", " ").trim();
  if (text === "") return [];
  if (!text.includes('"')) return text.split(/ +/);
  return Array.from(text.matchAll(/"((?:[^"]|"")*)"([^ ]*)|[^ ]+/g), ([whole, quoted, rest = ""]) =>
    quoted === undefined ? whole : quoted.replaceAll('""', '"') + rest,
  );
}
