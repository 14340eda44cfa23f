import { parse } from "@citation-js/name";
import type { Author } from "../contracts/types.js";
import { plainText } from "./plain-text.js";

/** A name as CSL has it: of a person in its parts, of an organisation as it is. */
export type CslName =
  | { family: string; given?: string; "non-dropping-particle"?: string; "dropping-particle"?: string; suffix?: string }
  | { literal: string };

/** Words that persons are not called. */
const ORGANISATION =
  /\b(?:academy|agency|alliance|association|authors?|bureau|center|centre|collaboration|college|commission|committee|company|consortium|contributors?|corp|corporation|council|department|developers?|division|facility|foundation|gmbh|group|hospital|inc|initiative|institut\w*|laborator\w+|labs?|library|llc|ltd|ministry|museum|network|observatory|organi[sz]ation|program(?:me)?|project|research|school|services?|society|software|systems|team|technologies|universit\w+)\b/i;
const LONGEST_PERSON = 60;
/** Degrees and titles are said of a person, and are not part of the name that is cited. */
const DEGREES =
  /(?:,?\s+(?:Ph\.?\s?D|M\.?\s?D|D\.?\s?Sc|M\.?\s?Sc|B\.?\s?Sc|Dr\.?\s?rer\.?\s?nat|Dr\.?-?\s?Ing|M\.?\s?A|MBA|FRS|FRSC)\.?)+$/;
const TITLES = /^(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir)\.?(?:-Ing\.)?\s+)+/;
const SUFFIX = /,?\s+(Jr\.?|Sr\.?|II|III|IV)(?=,|$)/;

/** An author's name in its parts; whoever has an ORCID is a person. */
export function cslName({ name, orcid }: Author): CslName {
  const plain = plainText(name);
  if (orcid === undefined && (ORGANISATION.test(plain) || plain.length > LONGEST_PERSON || /[<>{}@/\\]/.test(plain)))
    return { literal: plain };
  const bare = plain.replace(DEGREES, "").replace(TITLES, "");
  const suffix = SUFFIX.exec(bare)?.[1];
  const parts = parse(familyFirst(suffix === undefined ? bare : bare.replace(SUFFIX, "")));
  if (!parts.family) return { literal: plain };
  const dropped = parts["dropping-particle"];
  const kept = parts["non-dropping-particle"];
  return {
    family: parts.family,
    ...(parts.given ? { given: parts.given } : {}),
    ...(kept ? { "non-dropping-particle": kept } : {}),
    ...(dropped ? { "dropping-particle": dropped } : {}),
    ...((suffix ?? parts.suffix) ? { suffix: suffix ?? parts.suffix } : {}),
  };
}

/**
 * `Lilienfeld, O. Anatole von` is read whatever the given names look like; so is a Spanish double name, which begins
 * before its `y`.
 */
function familyFirst(name: string): string {
  const words = name.split(" ");
  const small = words.findIndex((word, index) => index > 0 && /^\p{Ll}+$/u.test(word));
  if (name.includes(",") || small < 0 || small === words.length - 1) return name;
  const start = /^[yi]$/.test(words[small] ?? "") && small > 1 ? small - 1 : small;
  return `${words.slice(start).join(" ")}, ${words.slice(0, start).join(" ")}`;
}

/** The family name with its particle, as indexes of cited works have it. */
export const familyName = (name: Exclude<CslName, { literal: string }>): string =>
  [name["non-dropping-particle"] ?? name["dropping-particle"], name.family].filter(Boolean).join(" ");

/** `Family, Given` of a person; the name of an organisation. */
export function invertedName(name: CslName): string {
  if ("literal" in name) return name.literal;
  return [familyName(name), name.given, name.suffix].filter(Boolean).join(", ");
}

/** Where an ORCID is looked up. */
export const orcidUrl = (orcid: string): string => `https://orcid.org/${orcid}`;
