import fc from "fast-check";
import { floatLayout, floatText, formatBriefly, formatFloat, formatShare, shortest } from "./number-format.js";

const drawn = (values: readonly number[]) => {
  const layout = floatLayout(values);
  return values.map((value) => formatFloat(value, layout));
};
const read = (text: string) => Number(text.replaceAll("−", "-"));

test.each<[string, number[], string[]]>([
  ["align on the decimals they need", [1.83, 0.95, 1.1, 2], ["1.83", "0.95", "1.10", "2.00"]],
  ["keep their decimals beside large ones", [2.5, 1e6], ["2.5", "1000000.0"]],
  ["keep two decimals beside a large one", [99.95, 1e6], ["99.95", "1000000.00"]],
  ["are whole where they are", [9876543210, 9876543211], ["9876543210", "9876543211"]],
  ["tell points in time apart", [1700000000.25, 1700000000.75], ["1700000000.25", "1700000000.75"]],
  ["tell total energies apart", [-152340.00123456, -152340.00123457], ["−152340.00123456", "−152340.00123457"]],
  ["are never drawn as zero", [0.0004, 0], ["0.0004", "0.0000"]],
  ["tell a whole number from its neighbour", [2, 2.00000000001], ["2.00000000", "2.00000000001"]],
  [
    "tell neighbours apart whose shorter texts differ",
    [15758327557.448135, 15758327557.45],
    ["15758327557.448", "15758327557.45"],
  ],
  ["keep the sign of zero", [-0, 1.5], ["−0.0", "1.5"]],
  ["are powers of ten where they are very small", [1.25e-7], ["1.25e−7"]],
  ["beyond 2⁵³ are powers of ten", [1e300, 2 ** 60], ["1e300", "1.15292e18"]],
])("floats %s", (_name, values, texts) => {
  expect(drawn(values)).toEqual(texts);
});

const float = fc.double({ noDefaultInfinity: true, noNaN: true });

test("a float is drawn to six of its digits at least, and says so where it has more", () => {
  fc.assert(
    fc.property(float, (value) => {
      const { text, whole } = floatText(value);
      const known = read(whole ?? text);
      expect(known).toBe(value);
      // As close as six significant digits are, and every digit before the point.
      expect(Math.abs(read(text) - value)).toBeLessThanOrEqual(
        Math.abs(Number(value.toPrecision(6)) - value) * (1 + 1e-9),
      );
    }),
    { numRuns: 5_000 },
  );
});

test("whole numbers below 2⁵³ are drawn whole", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => expect(formatFloat(value)).toBe(String(value).replace("-", "−"))),
  );
});

test("two floats of a column that differ are drawn differently", () => {
  const near = fc
    .tuple(float, fc.integer({ min: 1, max: 1000 }))
    .map(([value, steps]) => [value, value * (1 + steps * Number.EPSILON)]);
  fc.assert(
    fc.property(fc.oneof(near, fc.array(float, { maxLength: 30 })), (values) => {
      const texts = drawn(values);
      for (const [i, value] of values.entries())
        for (const [j, other] of values.entries()) if (!Object.is(value, other)) expect(texts[i]).not.toBe(texts[j]);
    }),
    { numRuns: 2_000 },
  );
});

test("narrow floats have the digits that they are read back from", () => {
  expect([shortest(Math.fround(0.1), "single"), shortest(new Float16Array([0.1])[0] ?? 0, "half")]).toEqual([0.1, 0.1]);
  fc.assert(
    fc.property(fc.float({ noNaN: true }), (value) => expect(Math.fround(shortest(value, "single"))).toBe(value)),
    { numRuns: 2_000 },
  );
  const halves = new Float16Array(new Uint16Array(Array.from({ length: 65_536 }, (_, bits) => bits)).buffer);
  for (const half of halves)
    if (Number.isFinite(half)) expect(new Float16Array([shortest(half, "half")])[0]).toBe(half);
});

test("where there is little room, six digits and powers of ten", () => {
  expect([1234567.89, 1.7e9, 0, 5e-5].map(formatBriefly)).toEqual(["1234570", "1.7e9", "0", "5e−5"]);
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
