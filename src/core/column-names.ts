import { LOOKALIKES } from "../contracts/lookalikes.js";

const MOST_COLUMNS = 20_000;
/** Control and format characters (directions, joiners, zero widths), surrogates; tabs and line ends too. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const WORDS = /[\p{L}\p{Nl}\p{No}]+/gu;
const GREEK = /^[\u0370-\u03ff\u1f00-\u1fff]+$/;

/** Why names of columns cannot be told apart, and the place of the one at fault; undefined where they can. */
export function columnNameFault(names: readonly string[]): { index: number; reason: string } | undefined {
  if (names.length > MOST_COLUMNS)
    return { index: MOST_COLUMNS, reason: `there are ${names.length} columns, and at most ${MOST_COLUMNS} can be` };
  const seen = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const hidden = INVISIBLE.exec(name)?.[0].codePointAt(0);
    if (hidden !== undefined) {
      const mark = `U+${hidden.toString(16).toUpperCase().padStart(4, "0")}`;
      return { index, reason: `${JSON.stringify(name)} has the character ${mark}, which nobody sees` };
    }
    const looks = skeleton(name);
    const other = seen.get(looks);
    if (other !== undefined)
      return {
        index,
        reason: other === name ? `there is another column '${name}'` : `'${other}' and '${name}' look the same`,
      };
    seen.set(looks, name);
  }
  return undefined;
}

/** What a name looks like: letters of other scripts as the Latin ones they are mistaken for; a Greek word is one. */
function skeleton(name: string): string {
  return name
    .normalize("NFKC")
    .replaceAll(WORDS, (word) =>
      GREEK.test(word) ? word : Array.from(word, (letter) => LOOKALIKES[letter] ?? letter).join(""),
    );
}
