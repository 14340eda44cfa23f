declare module "@citation-js/core" {
  export const plugins: {
    config: { get(plugin: "@bibtex"): { format: { useIdAsLabel: boolean; checkLabel: boolean } } };
  };
  /** Works as CSL-JSON, and their texts in the formats of the plugins that are loaded. */
  export class Cite {
    constructor(works: readonly object[], options?: { forceType?: string; generateGraph?: boolean });
    format(format: string, options?: Record<string, unknown>): string;
  }
}
declare module "@citation-js/name" {
  export function parse(name: string): {
    family?: string;
    given?: string;
    suffix?: string;
    "non-dropping-particle"?: string;
    "dropping-particle"?: string;
  };
}
declare module "@citation-js/plugin-bibtex";
declare module "@citation-js/plugin-csl";
declare module "@citation-js/plugin-ris";
