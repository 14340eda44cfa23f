import { isAscii } from "node:buffer";
import { problem } from "../../core/problems.js";

/** A tensor has at most eight axes, in an object in a list in an object. */
const DEEPEST = 16;
/** Bytes that are looked at one by one sooner than they are searched. */
const SHORT = 512;

/**
 * Reads JSON whose nesting is looked at first: objects of a hostile body are never built.
 * @throws FoundryProblem where it is too deep, or no JSON
 */
export function readJson(body: Uint8Array): unknown {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  checkDepth(text);
  try {
    // Texts of one byte a character are made and read faster.
    return JSON.parse(text.toString(isAscii(text) ? "latin1" : "utf8")) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0]?.slice(0, 120) : "";
    throw problem("invalid-request", `The request's body is not JSON: ${reason}.`, { cause: error });
  }
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

function checkDepth(text: Buffer): void {
  if (text.length > SHORT && opensAtMost(text, DEEPEST)) return;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i] ?? 0;
    // Digits, signs and commas, of which bodies are made.
    if (byte < 0x5b && byte !== QUOTE) continue;
    if (byte === QUOTE) {
      i = endOfString(text, i);
      if (i < 0) return;
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if (++depth > DEEPEST)
        throw problem("invalid-request", `The request is nested more than ${DEEPEST} deep, and no tensor is.`);
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
  }
}

/** Whether so few lists and objects begin that they cannot be nested deeper; tells of most bodies at once. */
function opensAtMost(text: Buffer, most: number): boolean {
  let count = 0;
  for (const opening of [OPEN_LIST, OPEN_OBJECT])
    for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) if (++count > most) return false;
  return true;
}

/** Where the string that begins at `start` ends; negative where it does not. */
function endOfString(text: Buffer, start: number): number {
  for (let end = text.indexOf(QUOTE, start + 1); end >= 0; end = text.indexOf(QUOTE, end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}
