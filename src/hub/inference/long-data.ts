/** Bytes of a list that is worth reading by itself. */
const LONG = 64 * 1024;

const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x5b, 0x5d];

/**
 * Finds the first long list of a request's JSON with no other list in it, if it is a tensor's `data`.
 *
 * @returns where it begins and ends, between its brackets; no byte is looked at more than a few times, whatever the body
 */
export function longData(body: Uint8Array): { start: number; end: number } | undefined {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  let from = 0;
  for (let end = text.indexOf(CLOSE); end >= 0; end = text.indexOf(CLOSE, from)) {
    const open = end - from > LONG ? from + text.subarray(from, end).lastIndexOf(OPEN) : end;
    if (open >= from && end - open > LONG) return isData(text.subarray(0, open)) ? { start: open + 1, end } : undefined;
    from = end + 1;
  }
  return undefined;
}

/** Whether what comes next is the value of a member `data`, and not a part of a text: without a backslash quotes tell. */
function isData(before: Buffer): boolean {
  if (!/"data"\s*:\s*$/.test(before.toString("latin1", Math.max(0, before.length - 32)))) return false;
  if (before.includes(BACKSLASH)) return false;
  let quotes = 0;
  for (let at = before.indexOf(QUOTE); at >= 0; at = before.indexOf(QUOTE, at + 1)) quotes++;
  return quotes % 2 === 0;
}
