import fc from "fast-check";
import { exactDecimal, sameDecimal } from "../../core/filters/exact-decimal.js";
import { STYLES, formatNumberText, formatWord, type ColumnFormat } from "./column-format.js";
import { floatText } from "./number-format.js";

const text = (value: number | bigint, format: ColumnFormat) => {
  const automatic = typeof value === "number" ? floatText(value) : { text: String(value).replace("-", "−") };
  return formatNumberText(Object.is(value, -0) ? "-0.0" : String(value), automatic, format);
};
/** The number that a text shows, as programs write it. */
const read = (shown: string) =>
  shown
    .replaceAll("−", "-")
    .replaceAll(",", "")
    .replace(/^(.*) %$/, (_, percent: string) =>
      /e/.test(percent) ? percent.replace(/e(.*)$/, (__, power: string) => `e${Number(power) - 2}`) : `${percent}e-2`,
    );

test.each<[number | bigint, ColumnFormat, string, string | undefined]>([
  [1234567.891, { grouped: true }, "1,234,567.89", "1234567.891"],
  [-1234, { grouped: true }, "−1,234", undefined],
  [1e300, { grouped: true }, "1e300", undefined],
  [2.675, { style: "decimals", digits: 2 }, "2.68", "2.675"],
  [2.5, { style: "decimals", digits: 2 }, "2.50", undefined],
  [0.00055, { style: "decimals", digits: 2 }, "5.50e−4", undefined],
  [-0, { style: "decimals", digits: 1 }, "−0.0", undefined],
  [9007199254740993n, { style: "decimals", digits: 0, grouped: true }, "9,007,199,254,740,993", undefined],
  [18446744073709551615n, { style: "significant", digits: 3 }, "1.84e19", "18446744073709551615"],
  [0.0314159, { style: "significant", digits: 3 }, "0.0314", "0.0314159"],
  [96485.3321, { style: "scientific", digits: 3 }, "9.649e4", "96485.3321"],
  [0.125, { style: "percent", digits: 1 }, "12.5 %", undefined],
  [0.3333, { style: "percent", digits: 0 }, "33 %", "0.3333"],
  [NaN, { style: "decimals", digits: 2 }, "NaN", undefined],
  [-Infinity, { style: "percent", digits: 2 }, "−∞", undefined],
])("%s in %j is %s", (value, format, shown, whole) => {
  expect(text(value, format)).toEqual(whole === undefined ? { text: shown } : { text: shown, whole });
});

const format: fc.Arbitrary<ColumnFormat> = fc.record(
  { style: fc.constantFrom(...STYLES), digits: fc.integer({ min: 0, max: 17 }), grouped: fc.boolean() },
  { requiredKeys: [] },
);

test("no format shows another number without all digits beside it, and none shows a number as zero", () => {
  const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.bigInt(-(2n ** 64n), 2n ** 64n));
  fc.assert(
    fc.property(number, format, (value, chosen) => {
      const { text: shown, whole } = text(value, chosen);
      const plain = Object.is(value, -0) ? "-0.0" : String(value);
      expect(exactDecimal(read(shown))).toBeDefined();
      expect(sameDecimal(read(whole ?? shown), plain)).toBe(true);
      if (whole === undefined) expect(sameDecimal(read(shown), plain)).toBe(true);
      expect(/[1-9]/.test(shown)).toBe(Number(value) !== 0);
    }),
    { numRuns: 5_000 },
  );
});

test("a format that a notebook kept is drawn whatever it says, and its header says which it is", () => {
  const kept = fc.oneof(format, fc.object()) as fc.Arbitrary<ColumnFormat>;
  fc.assert(fc.property(fc.double(), kept, (value, chosen) => expect(text(value, chosen).text).not.toBe("")));
  expect([formatWord({ style: "decimals", digits: 1 }), formatWord({ grouped: true }), formatWord(undefined)]).toEqual([
    "1 decimal",
    undefined,
    undefined,
  ]);
});
