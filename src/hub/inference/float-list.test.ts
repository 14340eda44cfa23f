import { readFloats } from "./float-list.js";

const read = (list: string, count: number) => {
  const text = Buffer.from(`[${list}]`);
  return readFloats(text, 1, text.length - 1, count);
};
const asParsed = (list: string) => Float32Array.from(JSON.parse(`[${list}]`) as number[]);
const bits = (values: Float32Array | undefined) => values && [...new Uint32Array(values.buffer)];

/** The same numbers in every run. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state;
  }
}

test("numbers are those of JSON.parse, to the bit", () => {
  const random = numbers(1);
  const next = () => random.next().value as number;
  const wide = new DataView(new ArrayBuffer(8));
  const texts: string[] = [];
  for (let i = 0; i < 60_000; i++) {
    wide.setUint32(0, next());
    wide.setUint32(4, next());
    const any = wide.getFloat64(0);
    const single = wide.getFloat32(0);
    // Exponents near those of binary32, its numbers, the middle between two, and one unit beside it.
    texts.push(String((next() / 2 ** 32) * 10 ** ((next() % 89) - 50)));
    if (Number.isFinite(single)) texts.push(String(single), single.toPrecision(9), single.toExponential(20));
    if (Math.abs(any) < 1e38) texts.push(String(any), any.toPrecision(21));
    const normal = (next() % 2 ** 23) + 2 ** 23;
    const middle = (normal + 0.5) * 2 ** ((next() % 60) - 50);
    texts.push(
      String(middle),
      String(middle * (1 + 2 ** -52)),
      String(middle * (1 - 2 ** -53)),
      middle.toPrecision(20),
    );
  }
  for (let start = 0; start < texts.length; start += 10_000) {
    const some = texts.slice(start, start + 10_000);
    expect(bits(read(some.join(","), some.length))).toEqual(bits(asParsed(some.join(","))));
  }
});

test.each([
  "0,-0,0.0,-0.0e5,0e-400",
  "1,-1,10,1e5,1E+5,1e-5,123456789012345678901234567890",
  "1e-45,1.1754943508222875e-38,1e-400,3.4028234e38",
  "0.1000000000000000055511151231257827021181583404541015625",
  "16777217,16777219,9007199254740993,9007199254740992.5",
  " 1 ,\t2\n,\r3 ",
  "1.00000005960464477539,1.00000005960464477540,1.0000000596046448",
  `${"9".repeat(400)}e-380,0.${"0".repeat(400)}1e400`,
])("%s", (list) => {
  expect(bits(read(list, list.split(",").length))).toEqual(bits(asParsed(list)));
});

test.each([
  "1,",
  ",1",
  "1,,2",
  "1 2",
  "01",
  "-",
  "-01",
  "+1",
  ".5",
  "1.",
  "1.e5",
  "1e",
  "1e+",
  "1.5.2",
  "0x10",
  "1_0",
  "NaN",
  "Infinity",
  "null",
  '"1"',
  "[1]",
  "1]",
  "1e39",
  "-1e400",
  "1/**/",
  "１",
  "1,2,3",
  "",
  " ",
])("%j is none of two numbers or one", (list) => {
  expect(read(list, 1)).toBeUndefined();
  if (list.split(",").length !== 2 || list.includes(",,")) expect(read(list, 2)).toBeUndefined();
});

test("a list that is said to be longer than its text is not begun", () => {
  expect(read("1,2", 2 ** 50)).toBeUndefined();
});
