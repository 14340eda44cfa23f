import type { Kind } from "../../contracts/types.js";

const STOP = new Set(
  (
    "a about all an and any are as at be by can containing do does find for from get give has have having how i in including into is it its " +
    "list looking me my need of on or our please search show some than that the their there these this those to us using " +
    "want was we were what where which who why with you data database databases info information"
  ).split(" "),
);

const KIND_WORDS: Readonly<Record<string, Kind>> = {
  dataset: "dataset",
  datasets: "dataset",
  model: "model",
  models: "model",
  benchmark: "benchmark",
  benchmarks: "benchmark",
};

/** Whether a word is one that sentences need and that finds nothing. Symbols of elements (`In`, `As`) are no such words. */
export const isFiller = (word: string, isFirst: boolean): boolean =>
  STOP.has(word.toLowerCase()) && (isFirst || word === "I" || word === word.toLowerCase());

/** The kind of package that a word names. */
export const kindNamed = (word: string): Kind | undefined =>
  Object.hasOwn(KIND_WORDS, word.toLowerCase()) ? KIND_WORDS[word.toLowerCase()] : undefined;
