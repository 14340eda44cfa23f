import { parse } from "@citation-js/name";
import type { Author } from "../contracts/types.js";
import { plainText } from "./plain-text.js";

/** A name as CSL has it: of a person in its parts, of an organisation as it is. */
export type CslName =
  | { family: string; given?: string; "non-dropping-particle"?: string; "dropping-particle"?: string; suffix?: string }
  | { literal: string };

/** Words that persons are not called. */
const ORGANISATION =
  /\b(?:authors?|academy|center|centre|collaboration|company|consortium|contributors?|corporation|council|developers?|foundation|group|inc|institut\w*|initiative|laborator\w+|labs?|ltd|gmbh|network|organi[sz]ation|project|society|team|universit\w+)\b/i;
const LONGEST_PERSON = 60;

/** An author's name in its parts; whoever has an ORCID is a person. */
export function cslName({ name, orcid }: Author): CslName {
  const plain = plainText(name);
  const literal = { literal: plain };
  if (orcid === undefined && (ORGANISATION.test(plain) || plain.length > LONGEST_PERSON || /[<>{}@/\\]/.test(plain)))
    return literal;
  const { family, given, suffix, "non-dropping-particle": kept, "dropping-particle": dropped } = parse(plain);
  if (!family) return literal;
  return {
    family,
    ...(given ? { given } : {}),
    ...(kept ? { "non-dropping-particle": kept } : {}),
    ...(dropped ? { "dropping-particle": dropped } : {}),
    ...(suffix ? { suffix } : {}),
  };
}

/** `Family, Given` of a person; the name of an organisation. */
export function invertedName(name: CslName): string {
  if ("literal" in name) return name.literal;
  const family = [name["non-dropping-particle"] ?? name["dropping-particle"], name.family].filter(Boolean).join(" ");
  return [family, name.given, name.suffix].filter(Boolean).join(", ");
}

/** Where an ORCID is looked up. */
export const orcidUrl = (orcid: string): string => `https://orcid.org/${orcid}`;
