const DOI = /^10\.[0-9]{4,9}\/\S+$/;
const WRITTEN = /^(?:doi:\s*|https?:\/\/(?:dx\.)?doi\.org\/)/i;

/** Reads a DOI, bare or as it is written in references (`doi:10.…`, `https://doi.org/10.…`); undefined where it is none. */
export function parseDoi(text: string): string | undefined {
  const bare = text.trim().replace(WRITTEN, "");
  return bare.length <= 500 && DOI.test(bare) ? bare : undefined;
}

/** DOIs are the same in capitals and in small letters. */
export const sameDoi = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Where a DOI leads from. */
export const doiUrl = (doi: string): string => `https://doi.org/${encodeURI(doi)}`;
