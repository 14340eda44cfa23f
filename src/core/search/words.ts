/** A run of what the index's tokenizer takes for one word. */
export const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;

/** Without case and diacritics, as the index compares words. */
export const fold = (text: string): string => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** The words of a text, composed as the index has them. */
export const wordsIn = (text: string): string[] => text.normalize("NFC").match(WORD) ?? [];
