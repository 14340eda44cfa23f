import {
  Binary,
  Bool,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  Duration,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int32,
  Int64,
  Int16,
  Int8,
  Interval,
  IntervalUnit,
  List,
  Map_,
  Null,
  Struct,
  TimeMicrosecond,
  TimeNanosecond,
  TimeSecond,
  TimestampMicrosecond,
  TimestampNanosecond,
  TimestampSecond,
  TimeUnit,
  Uint64,
  Uint8,
  Utf8,
  tableFromIPC,
  tableToIPC,
  Table,
  makeData,
  vectorFromArray,
  Vector,
  type DataType,
} from "apache-arrow";
import fc from "fast-check";
import { copyText } from "./copy-text.js";
import { formatDecimal } from "./decimal-format.js";
import { vectorText } from "./format.js";
import { formatDate, formatDay, formatTimestamp } from "./time-format.js";

const shown = (values: readonly unknown[], type: DataType) => {
  // Through the wire format, as rows come from a kernel.
  const table = tableFromIPC(tableToIPC(new Table({ column: vectorFromArray(values, type) })));
  const vector = table.getChild("column") as Vector<DataType> | null;
  if (!vector) throw new Error("no column");
  return values.map((_, i) => vectorText(vector, i).text);
};

test.each<[string, readonly unknown[], DataType, string[]]>([
  ["int8", [-3, 0], new Int8(), ["−3", "0"]],
  ["int64 beyond 2^53", [9007199254740993n], new Int64(), ["9007199254740993"]],
  ["uint64", [18446744073709551615n], new Uint64(), ["18446744073709551615"]],
  ["float64", [1.5, -0.15, 1e-7, 1.234567891e12], new Float64(), ["1.5", "−0.15", "1e−7", "1234567891000"]],
  ["float32 without noise", [0.1], new Float32(), ["0.1"]],
  ["not a number, infinities", [NaN, Infinity, -Infinity], new Float64(), ["NaN", "∞", "−∞"]],
  ["bool", [true, false, null], new Bool(), ["true", "false", "missing"]],
  ["text", ["Ag", "", null], new Utf8(), ["Ag", "empty text", "missing"]],
  ["binary", [new Uint8Array([1, 255])], new Binary(), ["2 bytes: 01 ff"]],
  ["date", [new Date("2020-02-29")], new DateDay(), ["2020-02-29"]],
  ["timestamp", [1582934400000], new TimestampSecond(), ["2020-02-29 00:00:00"]],
  ["zoned timestamp", [1582934400123], new TimestampMicrosecond("Europe/Berlin"), ["2020-02-29 00:00:00.123 UTC"]],
  ["time of day", [3_723_500_000n], new TimeMicrosecond(), ["01:02:03.5"]],
  ["duration", [1500n], new Duration(TimeUnit.MILLISECOND), ["1500 ms"]],
  ["list", [[1, null, 3]], new List(new Field("item", new Int32())), ["[1, missing, 3]"]],
  ["list of text", [["1"]], new List(new Field("item", new Utf8())), ['["1"]']],
  ["fixed list", [[1, 2]], new FixedSizeList(2, new Field("item", new Float64())), ["[1, 2]"]],
  [
    "record",
    [{ a: 1, b: "x" }],
    new Struct([new Field("a", new Int32()), new Field("b", new Utf8())]),
    ['{a: 1, b: "x"}'],
  ],
  ["dictionary", ["cubic", null], new Dictionary(new Utf8(), new Int32()), ["cubic", "missing"]],
  ["null", [null], new Null(), ["missing"]],
  ["float16", [1.5, NaN], new Float16(), ["1.5", "NaN"]],
  ["int16", [-300], new Int16(), ["−300"]],
  ["uint8", [255], new Uint8(), ["255"]],
  ["date in milliseconds", [new Date("2020-02-29")], new DateMillisecond(), ["2020-02-29"]],
  ["timestamp in nanoseconds", [1582934400000], new TimestampNanosecond(), ["2020-02-29 00:00:00"]],
  ["time in seconds", [3723], new TimeSecond(), ["01:02:03"]],
  ["time in nanoseconds", [3_723_000_000_001n], new TimeNanosecond(), ["01:02:03.000000001"]],
  ["duration below zero", [-7n], new Duration(TimeUnit.NANOSECOND), ["−7 ns"]],
  ["bytes of one length", [new Uint8Array([1, 2])], new FixedSizeBinary(2), ["2 bytes: 01 02"]],
  [
    "map",
    [new Map([["k", 7]])],
    new Map_(
      new Field(
        "entries",
        new Struct<{ key: Utf8; value: Int32 }>([new Field("key", new Utf8()), new Field("value", new Int32())]),
      ),
    ),
    ["{k: 7}"],
  ],
  ["the text null beside none", ["null", "NaN", null], new Utf8(), ["null", "NaN", "missing"]],
])("shows %s", (_name, values, type, expected) => {
  expect(shown(values, type)).toEqual(expected);
});

test.each<[string, IntervalUnit, number[], string]>([
  ["years and months", IntervalUnit.YEAR_MONTH, [14], "1 y 2 mo"],
  ["days and milliseconds", IntervalUnit.DAY_TIME, [-3, 500], "−3 d 500 ms"],
  ["months, days and nanoseconds", IntervalUnit.MONTH_DAY_NANO, [1, 2, 3, 0], "1 mo 2 d 3 ns"],
  ["nothing", IntervalUnit.DAY_TIME, [0, 0], "0 d"],
])("an interval of %s", (_name, unit, parts, expected) => {
  const data = makeData({ type: new Interval(unit), length: 1, data: Int32Array.from(parts) });
  expect(vectorText(new Vector([data]) as Vector<DataType>, 0).text).toBe(expected);
});

test("missing, NaN, an empty text and the text null differ in kind", () => {
  const kind = (value: unknown, type: DataType) => vectorText(vectorFromArray([value], type), 0).kind;
  expect([kind(null, new Utf8()), kind(NaN, new Float64()), kind("", new Utf8()), kind("null", new Utf8())]).toEqual([
    "missing",
    "nan",
    "empty",
    "text",
  ]);
});

test("long lists and texts are cut", () => {
  const items = Array.from({ length: 50 }, (_, i) => i);
  expect(shown([items], new List(new Field("item", new Int32())))[0]).toBe(
    "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … 50 items]",
  );
  expect(shown(["x".repeat(5000)], new Utf8())[0]).toHaveLength(1001);
});

test("decimals keep every digit and their sign", () => {
  expect(formatDecimal(new Uint32Array([12345, 0, 0, 0]), 2)).toBe("123.45");
  expect(formatDecimal(new Uint32Array([0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff]), 3)).toBe("−0.001");
  const data = makeData({ type: new Decimal(2, 38), length: 1, data: new Uint32Array([5, 0, 0, 0]) });
  expect(vectorText(new Vector([data]) as Vector<DataType>, 0).text).toBe("0.05");
});

test("a copied number has all its digits", () => {
  const vector = vectorFromArray([0.1234567890123, null], new Float64());
  expect(copyText(vector, 0)).toBe("0.1234567890123");
  expect(copyText(vector, 1)).toBe("");
});

const copied = (values: readonly unknown[], type: DataType) => {
  const table = tableFromIPC(tableToIPC(new Table({ column: vectorFromArray(values, type) })));
  const vector = table.getChild("column") as Vector<DataType> | null;
  return vector ? values.map((_, i) => copyText(vector, i)) : [];
};
const nanoseconds = (count: bigint, timezone?: string) => {
  const data = makeData({ type: new TimestampNanosecond(timezone), length: 1, data: BigInt64Array.of(count) });
  return new Vector([data]) as Vector<DataType>;
};

test.each<[string, readonly unknown[], DataType, string[]]>([
  ["date", [new Date("2024-05-01")], new DateDay(), ["2024-05-01"]],
  ["time of day", [3_723_000_004n], new TimeMicrosecond(), ["01:02:03.000004"]],
  ["timestamp", [1582934400123], new TimestampMicrosecond(), ["2020-02-29T00:00:00.123"]],
  ["zoned timestamp", [1582934400000], new TimestampSecond("Europe/Berlin"), ["2020-02-29T00:00:00Z"]],
  ["duration", [3_600_500n, -1n], new Duration(TimeUnit.MILLISECOND), ["PT3600.5S", "-PT0.001S"]],
  ["float32", [0.1, -0], new Float32(), ["0.1", "-0.0"]],
  ["bytes", [new Uint8Array([1, 255])], new Binary(), ["01ff"]],
  [
    "list longer than a cell shows",
    [Array.from({ length: 12 }, (_, i) => i)],
    new List(new Field("item", new Int32())),
    ["[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]"],
  ],
  [
    "record",
    [{ a: 1, b: 'x"' }],
    new Struct([new Field("a", new Int32()), new Field("b", new Utf8())]),
    ['{"a": 1, "b": "x\\""}'],
  ],
])("copies a %s as other programs read it", (_name, values, type, expected) => {
  expect(copied(values, type)).toEqual(expected);
});

test("a point in time is drawn and copied to the nanosecond", () => {
  expect(vectorText(nanoseconds(1_714_521_600_123_456_789n), 0).text).toBe("2024-05-01 00:00:00.123456789");
  expect(copyText(nanoseconds(1n, "UTC"), 0)).toBe("1970-01-01T00:00:00.000000001Z");
  expect(copyText(nanoseconds(-1n), 0)).toBe("1969-12-31T23:59:59.999999999");
});

test("a day and an instant are what JavaScript's own calendar says, and go on where it ends", () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      const iso = date.toISOString();
      const instant = formatTimestamp(BigInt(date.getTime()), TimeUnit.MILLISECOND, "UTC", true);
      expect(instant).toBe(iso.replace(/\.?0*Z$/, "Z"));
      expect(formatDate(date)).toBe(iso.slice(0, iso.indexOf("T")));
    }),
    { numRuns: 3_000 },
  );
  expect(formatDay(2_932_897n)).toBe("+010000-01-01");
  // 400 Gregorian years have 146,097 days.
  expect(formatDay(2_932_897n + 146_097n * 1_000n)).toBe("+410000-01-01");
});
