const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text of others on one line, without what would begin a new field or turn the direction of what follows. */
export const plainText = (text: string): string => text.replaceAll(/\s+/g, " ").replaceAll(CONTROL, "").trim();

/** Plain texts that are not empty. */
export const plainTexts = (texts: readonly string[] = []): string[] =>
  [...new Set(texts.map(plainText))].filter(Boolean);

/** An address that stays one word. */
export const plainUrl = (url: string): string => url.trim().replaceAll(/[\s<>"\u0000-\u001f]/g, encodeURIComponent);
