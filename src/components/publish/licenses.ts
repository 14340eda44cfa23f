/** SPDX identifiers that data are often published under (https://spdx.org/licenses); any other may be typed. */
export const LICENSES = [
  "CC0-1.0",
  "CC-BY-4.0",
  "CC-BY-SA-4.0",
  "CC-BY-NC-4.0",
  "ODbL-1.0",
  "PDDL-1.0",
  "MIT",
  "BSD-3-Clause",
  "Apache-2.0",
] as const;
