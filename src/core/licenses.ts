import deprecated from "spdx-license-ids/deprecated.json" with { type: "json" };
import current from "spdx-license-ids/index.json" with { type: "json" };
import { plainText } from "./plain-text.js";

const IDS = new Map([...deprecated, ...current].map((id) => [id.toLowerCase(), id]));

/** A license in a record: its words, and identifier and address where SPDX lists it. */
export interface License {
  text: string;
  spdx?: string;
  url?: string;
}

/** Reads what a publisher wrote as license; undefined where that is nothing. */
export function readLicense(given: string | undefined): License | undefined {
  const text = plainText(given ?? "");
  if (text === "") return undefined;
  const spdx = IDS.get(text.toLowerCase());
  if (spdx !== undefined) return { text: spdx, spdx, url: `https://spdx.org/licenses/${spdx}` };
  return URL.canParse(text) && /^https?:/.test(text) ? { text, url: text } : { text };
}
