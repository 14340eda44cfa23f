/** Puts a text of ours into the reader's language; `%1`, `%2`… stand for the values. */
export type Translate = (text: string, ...values: (string | number)[]) => string;

const asWritten: Translate = (text, ...values) =>
  text.replace(/%(\d+)/g, (found, place: string) => String(values[Number(place) - 1] ?? found));
let translate: Translate = asWritten;

/** Has every component that is drawn from now on speak another language: the host's translator. */
export function speak(translator: Translate): void {
  translate = translator;
}

/** A text in the language of the page; English where the host has no translator. */
export const t: Translate = (text, ...values) => translate(text, ...values);
