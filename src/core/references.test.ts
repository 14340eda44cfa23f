import { nearest } from "./nearest.js";
import { FoundryProblem } from "./problems.js";
import { checkName, parseReference, referenceText } from "./references.js";
import { nextVersions, resolveVersion } from "./versions.js";

const refusal = (work: () => unknown): FoundryProblem => {
  try {
    work();
  } catch (error) {
    if (error instanceof FoundryProblem) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

test.each([
  ["band-gaps", { name: "band-gaps" }],
  [" band-gaps@1 ", { name: "band-gaps", version: "1" }],
  ["band-gaps@1.2", { name: "band-gaps", version: "1.2" }],
  ["band-gaps@1.2.0", { name: "band-gaps", version: "1.2.0" }],
  ["band-gaps@latest", { name: "band-gaps" }],
])("reads %j", (text, expected) => {
  expect(parseReference(text)).toEqual(expected);
  expect(parseReference(referenceText(expected))).toEqual(expected);
});

test.each([
  ["../../etc/passwd", "has a path in it"],
  ["a/b", "has a path in it"],
  [String.raw`a\b`, "has a path in it"],
  ["..", "has a path in it"],
  ["", "is empty"],
  ["a@1@2", "more than one '@'"],
  ["x".repeat(101), "longer than 100"],
  ["-a", "other characters"],
  ["a\u0000b", "other characters"],
  ["band-gaps@1.2.3.4", "is not a version"],
  ["band-gaps@01", "is not a version"],
  ["band-gaps@", "is not a version"],
  ["band-gaps@../x", "is not a version"],
])("refuses %j in one sentence", (text, reason) => {
  const { type, message } = refusal(() => parseReference(text));
  expect(type).toBe("invalid-name");
  expect(message).toContain(reason);
  expect(message).not.toContain("\n");
});

test("suggests the name that was probably meant", () => {
  expect(refusal(() => checkName("Band Gaps (Exp)")).problem.suggestions).toEqual(["band-gaps-exp"]);
});

test("resolves partial versions to the newest that fits, by number and not by text", () => {
  const versions = ["1.2.0", "1.10.0", "0.9.0", "2.0.0", "1.10.1"];
  expect(resolveVersion(versions, undefined)).toBe("2.0.0");
  expect(resolveVersion(versions, "1")).toBe("1.10.1");
  expect(resolveVersion(versions, "1.2")).toBe("1.2.0");
  expect(resolveVersion(versions, "1.1")).toBeUndefined();
  expect(nextVersions(versions)).toEqual(["2.0.1", "2.1.0", "3.0.0"]);
});

test("finds the nearest names", () => {
  const names = ["matbench-expt-gap", "matbench-phonons", "solubility", "elwood-md"];
  expect(nearest("matbench-exp-gap", names)[0]).toBe("matbench-expt-gap");
  expect(nearest("phonons", names)).toEqual(["matbench-phonons"]);
  expect(nearest("solubilty", names)).toEqual(["solubility"]);
  expect(nearest("zzz", names)).toEqual([]);
  expect(nearest("", names)).toEqual([]);
});
