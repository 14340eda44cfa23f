import { beforeAndAfter } from "./changes-words.js";

test.each([
  [1.2345678901234567, 2, "1.23457 → 2"],
  [0.1234567, 0.12345671, "0.1234567 → 0.12345671"],
  [1234567, 1234568, "1234567 → 1234568"],
  [1.5e-12, null, "1.5e-12 → none"],
  ["eV", ["a"], 'eV → ["a"]'],
  [undefined, "x".repeat(100), `none → ${"x".repeat(79)}…`],
] as const)("%j and %j", (before, after, words) => {
  expect(beforeAndAfter(before, after)).toBe(words);
});
