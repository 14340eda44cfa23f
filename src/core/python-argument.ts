const OPENING = "([{";
const CLOSING = ")]}";
const LITERAL = /[rbuf]{0,2}("""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/iy;

/**
 * Where the argument of a Python call ends that starts at `start`: at the comma or the bracket behind it. Undefined
 * for one that is given by a name, for a comment in between, and for brackets that do not close.
 */
export function argumentEnd(source: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    LITERAL.lastIndex = at;
    const literal = LITERAL.exec(source);
    if (literal) {
      at += literal[0].length - 1;
      continue;
    }
    const character = source[at] ?? "";
    if (character === "#" || character === '"' || character === "'") return undefined;
    if (OPENING.includes(character)) depth++;
    else if (depth > 0 && CLOSING.includes(character)) depth--;
    else if (depth === 0 && (character === "," || CLOSING.includes(character))) return at;
    else if (depth === 0 && character === "=" && source[at + 1] !== "=" && !/[=!<>]/.test(source[at - 1] ?? ""))
      return undefined;
  }
  return undefined;
}
