import { problem } from "../core/problems.js";

const LINE_FEED = 10;
/** Zero bytes so near the beginning are not text. */
const LOOKED_AT = 4096;
const MARKS: readonly [encoding: string, mark: readonly number[]][] = [
  ["utf-32", [0xff, 0xfe, 0, 0]],
  ["utf-32", [0, 0, 0xfe, 0xff]],
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/**
 * A text in UTF-8, or in the encoding of its byte order mark.
 * @param whole - false where the bytes may end in a character
 * @throws FoundryProblem when it is not text in that encoding
 */
export function decodedText(bytes: Uint8Array, name: string, whole: boolean): string {
  const encoding = MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))?.[0];
  if (encoding === "utf-32")
    throw problem("invalid-request", `'${name}' is in UTF-32, which is not read here: save the file in UTF-8.`);
  if (encoding === undefined && bytes.subarray(0, LOOKED_AT).includes(0))
    throw problem("invalid-request", `'${name}' is not text: it holds zero bytes.`);
  try {
    return new TextDecoder(encoding ?? "utf-8", { fatal: true }).decode(bytes, { stream: !whole });
  } catch (error) {
    const utf16 = encoding?.startsWith("utf-16");
    const place = utf16 ? `'${name}'` : `Line ${firstWrongLine(bytes)} of '${name}'`;
    const advice =
      'save the file in UTF-8, or read it in a notebook with its encoding, such as read={"encoding": "latin-1"}.';
    throw problem("invalid-request", `${place} is not text in ${utf16 ? "UTF-16" : "UTF-8"}: ${advice}`, {
      cause: error,
    });
  }
}

function firstWrongLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
  }
  return line;
}
