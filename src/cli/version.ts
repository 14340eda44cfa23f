/** This software's version, as in package.json; the bundle stands alone, so that it cannot read it there. */
export const VERSION = "0.1.0";
