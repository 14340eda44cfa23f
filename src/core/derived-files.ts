/** Files of a package that are derived from its manifest where its publisher has none. */
export const README = "README.md";
export const CROISSANT_FILE = "croissant.json";
