import { readFileSync } from "node:fs";
import { sameUnit, unitSpelling } from "./unit-spelling.js";

const groups = JSON.parse(readFileSync(new URL("testing/spellings.json", import.meta.url), "utf8")) as string[][];

test("spellings are one unit where pint reads one unit from them, and only there", () => {
  const spellings = groups.map((group) => [...new Set(group.map(unitSpelling))]);
  expect(spellings.filter((group) => group.length > 1)).toEqual([]);
  const all = spellings.flat();
  expect(all.filter((spelling, index) => all.indexOf(spelling) !== index)).toEqual([]);
});

test("units are written in their symbols", () => {
  expect(
    ["kelvin", "gigapascal", "gram / centimeter**3", "J/m**2", "celsius", "J mol^-1 K^-1"].map(unitSpelling),
  ).toEqual([...["K", "GPa", "g/cm^3", "J/m^2", "°C", "J/(K mol)"]]);
});

test.each(["a.u.", "pH = 7", "((", "m^", "m**", "1/", "K)", "x".repeat(1000), "m^^2", "eVV"])(
  "text that is not a unit stays as it is: %s",
  (text) => {
    expect(unitSpelling(text)).toBe(text);
    expect(sameUnit(text, "K")).toBe(false);
  },
);

test("what is written is read back as itself", () => {
  for (const spelling of groups.flat().map(unitSpelling)) expect(unitSpelling(spelling)).toBe(spelling);
});
