/** Cyrillic and Greek letters, in lower case, beside the Latin ones that they look like in some case. */
const LIKE_LATIN = new Map(
  Object.entries({
    ...{ а: "a", в: "b", е: "e", ѕ: "s", і: "i", ј: "j", к: "k", м: "m", н: "h", о: "o", р: "p", с: "c", т: "t" },
    ...{ у: "y", х: "x", ԁ: "d", һ: "h", ԛ: "q", ԝ: "w", ѵ: "v", ԍ: "g" },
    ...{ ε: "e", η: "h", ι: "i", κ: "k", ν: "v", ο: "o", ρ: "p", τ: "t", υ: "y", χ: "x", ζ: "z" },
  }),
);

/**
 * What names have in common that a reader takes for one: letters of any case, compatible forms, invisible characters,
 * spaces and dashes of any kind do not tell them apart, nor does a letter of another alphabet among Latin ones.
 */
export function nameKey(name: string): string {
  const plain = name
    .normalize("NFKC")
    .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu, "")
    .replaceAll(/\p{White_Space}+/gu, " ")
    .replaceAll(/[\p{Pd}\u2212]/gu, "-")
    .trim()
    .toLowerCase();
  // A name in one alphabet is what it is: only beside Latin letters do others pass for them.
  if (!/\p{sc=Latin}/u.test(plain)) return plain;
  return plain.replaceAll(/\p{L}/gu, (letter) => LIKE_LATIN.get(letter) ?? letter);
}
