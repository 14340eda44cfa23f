import { formulaNodes, isFormulaColumn } from "./formula.js";

const html = (text: string) => {
  const fragment = formulaNodes(text);
  if (!fragment) return undefined;
  const element = document.createElement("div");
  element.append(fragment);
  return element.innerHTML;
};

test("counts in a formula are subscripts, and ones are not written", () => {
  expect(html("Ag0.5Ge1Pb1.75S4")).toBe("Ag<sub>0.5</sub>GePb<sub>1.75</sub>S<sub>4</sub>");
  expect(html("Ba(MgNi)2")).toBe("Ba(MgNi)<sub>2</sub>");
  expect(html("CuSO4·5H2O")).toBe("CuSO<sub>4</sub>·5H<sub>2</sub>O");
});

test("other text is left alone, and never becomes markup", () => {
  expect(html("sample 12")).toBeUndefined();
  expect(html("<img src=x onerror=alert(1)>")).toBeUndefined();
  expect(html("")).toBeUndefined();
});

test("the column's name says that it holds formulas", () => {
  expect(["formula", "Formula_pretty", "reduced formula", "formulation"].map(isFormulaColumn)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(["gap", "reformulated"].map(isFormulaColumn)).toEqual([false, false]);
});
