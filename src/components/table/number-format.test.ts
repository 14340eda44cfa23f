import { columnDecimals, formatFloat, formatShare } from "./number-format.js";

test("floats of a column align on the decimals they need", () => {
  const values = [1.83, 0.95, 1.1, 2];
  const decimals = columnDecimals(values);
  expect(values.map((value) => formatFloat(value, decimals))).toEqual(["1.83", "0.95", "1.10", "2.00"]);
});

test("no more than six digits mean something", () => {
  expect(columnDecimals([12.3456789, 0.123456789])).toBe(4);
  expect(columnDecimals([123456.789])).toBe(0);
  expect(columnDecimals([null, NaN, "x"])).toBe(0);
});

test("a small value among large ones is not shown as zero", () => {
  expect(formatFloat(0.0004, 2)).toBe("0.0004");
  expect(formatFloat(0, 2)).toBe("0.00");
});

test("a share is never rounded to none or all", () => {
  expect([
    formatShare(0, 10),
    formatShare(1, 1000),
    formatShare(31, 100),
    formatShare(999, 1000),
    formatShare(5, 5),
  ]).toEqual(["0 %", "< 1 %", "31 %", "> 99 %", "100 %"]);
});
