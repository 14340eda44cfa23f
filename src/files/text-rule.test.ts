import fc from "fast-check";
import { StoredTime } from "./stored-time.js";
import { MISSING, typed } from "./text-rule.js";

const matching = (pattern: RegExp) => fc.stringMatching(pattern);
const identifiers = fc.oneof(
  matching(/^[0-9]{1,25}$/),
  matching(/^[+-]?[0-9]{1,6}([eE][+-]?[0-9]{1,3})?$/),
  matching(/^0[xX][0-9a-fA-F]{1,8}$/),
  matching(/^[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?$/),
  matching(/^mp-[0-9]{1,6}$/),
);
const double = fc.double({ noNaN: true, noDefaultInfinity: true });
const numbers = fc.oneof(
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  double.map(String),
  double.map((value) => value.toExponential(18)),
  fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toFixed(3)),
  matching(/^-?[0-9]{0,20}\.[0-9]{0,20}$/),
);
const date = fc.date({ min: new Date("0000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
const dates = fc.oneof(
  date.map((value) => value.toISOString().slice(0, 10)),
  date.map((value) => value.toISOString().slice(0, -1)),
  date.map((value) => value.toISOString().replace("T", " ")),
  matching(/^20[0-9]{2}-[0-9]{2}-[0-9]{2}$/),
);
const words = fc.constantFrom("NaN", "NA", "null", "inf", "InF", "true", "False", "x", "", " 1", "None");
const columns = fc.oneof(
  ...[identifiers, numbers, dates, fc.oneof(numbers, words), fc.oneof(identifiers, numbers, dates, words)].map((text) =>
    fc.array(text, { minLength: 1, maxLength: 6 }),
  ),
);

test("a text becomes what writes it back", () => {
  fc.assert(
    fc.property(columns, (texts) => {
      const guesses: string[] = [];
      const { type, values } = typed(texts, "c", ".", guesses);
      expect(values).toHaveLength(texts.length);
      texts.forEach((text, i) => {
        const value = values[i];
        if (value === null) {
          expect(text === "" || MISSING.has(text)).toBe(true);
          if (text !== "") expect(guesses.join(" ")).toContain("missing");
        } else expect({ text, type, value, back: comesBack(text, type, value) }).toMatchObject({ back: true });
      });
    }),
    { numRuns: 3000 },
  );
});

/** Whether a value, written with the digits of a text, is that text, by exact fractions. */
function comesBack(text: string, type: string, value: unknown): boolean {
  const bare = text.trim();
  if (type === "string") return value === text;
  if (type === "bool") return bare.toLowerCase() === String(value);
  if (type === "date32[day]") return new Date(value as number).toISOString().slice(0, 10) === bare;
  if (type.startsWith("timestamp")) {
    const milliseconds = Date.parse(`${bare.replace(" ", "T").replace("Z", "")}Z`);
    return value instanceof StoredTime && value.count === BigInt(milliseconds) * 1_000_000n;
  }
  if (/^\+|^-?0[0-9]/.test(bare)) return false;
  if (/int64$/.test(type)) {
    const [lowest, highest] = type === "int64" ? [-(2n ** 63n), 2n ** 63n - 1n] : [0n, 2n ** 64n - 1n];
    const count = BigInt(value as number);
    return String(count) === bare && count >= lowest && count <= highest;
  }
  if (value === Infinity || value === -Infinity) return bare === String(value).replace("Infinity", "inf");
  const [numerator, denominator, last] = fractionOf(bare);
  const scale = /^decimal128\(\d+, (\d+)\)$/.exec(type)?.[1];
  if (scale !== undefined) return (value as bigint) * denominator === numerator * 10n ** BigInt(scale);
  if (Number(bare) !== value) return false;
  const digits = bare.replace(/[eE].*|[-.]/g, "").replace(/^0+/, "").length;
  const [above, below] = exactly(value);
  const gap = above * denominator - numerator * below;
  const size = gap < 0n ? -gap : gap;
  // Up to 15 digits are the shortest text of their double.
  return isShortest(value, bare) || (digits > 15 && 2n * size * last[1] <= last[0] * below * denominator);
}

const isShortest = (value: number, text: string): boolean => {
  const [numerator, denominator] = fractionOf(text);
  const [above, below] = fractionOf(String(value));
  return numerator * below === above * denominator;
};

/** A decimal text as a fraction, and the fraction that its last digit counts. */
function fractionOf(text: string): [numerator: bigint, denominator: bigint, last: [bigint, bigint]] {
  const [significand = "", exponent = "0"] = text.toLowerCase().split("e");
  const decimals = significand.split(".")[1]?.length ?? 0;
  const power = Number(exponent) - decimals;
  const count = BigInt(significand.replace(".", ""));
  const unit = 10n ** BigInt(Math.abs(power));
  return power < 0 ? [count, unit, [1n, unit]] : [count * unit, 1n, [unit, 1n]];
}

/** A double as the fraction that it is. */
function exactly(value: number): [numerator: bigint, denominator: bigint] {
  let power = 0;
  let scaled = value;
  for (; !Number.isInteger(scaled); power++) scaled *= 2;
  return [BigInt(scaled), 2n ** BigInt(power)];
}

test.each([
  ["a leading zero", ["12", "007"]],
  ["a plus", ["+2", "1"]],
  ["30 February", ["2026-02-30"]],
  ["a clock", ["10:30", "20:40"]],
  ["a negative zero", ["-0", "1"]],
  ["bare exponents", ["1e5", "12e3"]],
  ["blanks only", ["1", "  "]],
])("%s keeps a column text", (_, texts) => {
  expect(typed(texts, "c", ".", [])).toEqual({ type: "string", values: texts });
});

test("decimal commas are numbers where a file has them, and a point among them is not", () => {
  expect(typed(["1,5", "2"], "c", ",", [])).toEqual({ type: "double", values: [1.5, 2] });
  const guesses: string[] = [];
  expect(typed(["1,5", "2.5"], "c", ",", guesses).type).toBe("string");
  expect(guesses).toEqual(["'c' is text: '2.5' in row 2 has a point in a file with decimal commas."]);
});
