import { FoundryProblem } from "../../core/problems.js";
import { readRequest } from "./request-body.js";
import { writeResponse } from "./response-body.js";
import { bytesOfValues, valuesOf } from "./values.js";

const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof FoundryProblem) return error.message;
    throw error;
  }
  throw new Error("It was not refused.");
};
const body = (value: unknown) => Buffer.from(JSON.stringify(value));

test.each([
  ["BOOL", [true, false]],
  ["UINT8", [0, 255]],
  ["INT16", [-32768, 32767]],
  ["UINT32", [0, 4294967295]],
  ["INT64", [-9007199254740991, 9007199254740991]],
  ["UINT64", [0, 9007199254740991]],
  ["FP16", [0.5, -65504]],
  ["FP32", [0.25, -1.5]],
  ["FP64", [0.1, 1e300]],
  ["BYTES", ["C₆H₆", ""]],
] as const)("%s goes to bytes and back", (datatype, values) => {
  const shifted = Buffer.concat([Buffer.alloc(1), bytesOfValues(datatype, [2], values, "/x")]).subarray(1);
  expect(valuesOf(datatype, shifted)).toEqual(values);
});

test("half precision rounds to even and keeps its smallest numbers", () => {
  const values = [1 + 2 ** -11, 1 + 3 * 2 ** -11, 2 ** -24, 2 ** -25, 0];
  expect(valuesOf("FP16", bytesOfValues("FP16", [5], values, "/x"))).toEqual([1, 1 + 2 ** -9, 2 ** -24, 0, 0]);
});

test.each([
  ["FP32", [1e39], /not a FP32/],
  ["FP16", [65520], /not a FP16/],
  ["INT8", [128], /not a INT8/],
  ["INT8", [1.5], /not a INT8/],
  ["INT64", [2 ** 60], /send it as binary/],
  ["BYTES", [1], /not a BYTES/],
  ["FP32", [1, 2], /holds 1 values, and its data has 2/],
] as const)("%s refuses %j", (datatype, values, sentence) => {
  expect(refusal(() => bytesOfValues(datatype, [1], values, "/inputs/0"))).toMatch(sentence);
});

test("nesting must be the shape's", () => {
  expect(
    valuesOf(
      "INT8",
      bytesOfValues(
        "INT8",
        [2, 2],
        [
          [1, 2],
          [3, 4],
        ],
        "/x",
      ),
    ),
  ).toEqual([1, 2, 3, 4]);
  for (const data of [[[1, 2, 3], [4]], [[1, 2], 3], [[[1]], [[2]]], [[1, 2]]])
    expect(refusal(() => bytesOfValues("INT8", [2, 2], data, "/x"))).toMatch(
      /not nested as its shape|which is not a INT8/,
    );
});

test("text that UTF-8 cannot write is refused, not changed", () => {
  const text = (data: string) => `{"inputs":[{"name":"a","datatype":"BYTES","shape":[1],"data":["${data}"]}]}`;
  expect(valuesOf("BYTES", readRequest(Buffer.from(text("C₆H₆")), undefined).inputs[0]?.data ?? Buffer.of())).toEqual([
    "C₆H₆",
  ]);
  expect(refusal(() => readRequest(Buffer.from(text("\xff"), "latin1"), undefined))).toMatch(/is not JSON/);
  expect(refusal(() => readRequest(Buffer.from(text("\\ud800")), undefined))).toMatch(/half of a surrogate pair/);
});

test.each(["[", '{"a":'])(
  "what is nested without end (%s) is refused, and brackets in texts are not nesting",
  (open) => {
    const close = open === "[" ? "]" : "}";
    for (const place of [
      '"parameters":{"x":@}',
      '"inputs":@',
      '"inputs":[{"name":"a","datatype":"FP32","shape":[1],"data":@}]',
    ])
      expect(
        refusal(() =>
          readRequest(
            Buffer.from(`{${place.replace("@", `${open.repeat(10_000)}1${close.repeat(10_000)}`)}}`),
            undefined,
          ),
        ),
      ).toMatch(/nested more than 16 deep/);
    const text = open.repeat(100);
    expect(
      readRequest(body({ id: text, inputs: [{ name: "a", datatype: "BYTES", shape: [1], data: [text] }] }), undefined)
        .id,
    ).toBe(text);
  },
);

test("the last of two members of one name counts, as in all JSON", () => {
  const twice = '{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":["a"],"data":[1]}]}';
  expect(valuesOf("FP32", readRequest(Buffer.from(twice), undefined).inputs[0]?.data ?? Buffer.of())).toEqual([1]);
});

test("binary inputs follow the JSON in order, and nothing may be left", () => {
  const head = {
    inputs: [
      { name: "a", datatype: "FP32", shape: [1], parameters: { binary_data_size: 4 } },
      { name: "b", datatype: "BYTES", shape: [2], parameters: { binary_data_size: 9 } },
    ],
  };
  const rest = Buffer.concat([Buffer.from(Float32Array.of(1.5).buffer), Buffer.from([1, 0, 0, 0, 67, 0, 0, 0, 0])]);
  const length = String(body(head).length);
  const { inputs } = readRequest(Buffer.concat([body(head), rest]), length);
  expect(inputs.map(({ datatype, data }) => valuesOf(datatype, data))).toEqual([[1.5], ["C", ""]]);
  expect(refusal(() => readRequest(Buffer.concat([body(head), rest, Buffer.alloc(1)]), length))).toMatch(
    /1 bytes after/,
  );
  expect(refusal(() => readRequest(Buffer.concat([body(head), rest.subarray(1)]), length))).toMatch(/has 8 bytes left/);
  rest[4] = 200;
  expect(refusal(() => readRequest(Buffer.concat([body(head), rest]), length))).toMatch(/do not add up/);
});

test("an answer has each output as it is wanted", () => {
  const outputs = [
    { name: "y", datatype: "FP32" as const, shape: [2], data: bytesOfValues("FP32", [2], [1, 2], "/y") },
    { name: "z", datatype: "BYTES" as const, shape: [1], data: bytesOfValues("BYTES", [1], ["C"], "/z") },
  ];
  const { headers, body: written } = writeResponse({ model_name: "m" }, outputs, (name) => name === "y");
  const length = Number(headers["inference-header-content-length"]);
  const json = JSON.parse(written.toString("utf8").slice(0, length)) as { outputs: object[] };
  expect(json.outputs).toMatchObject([{ parameters: { binary_data_size: 8 } }, { data: ["C"] }]);
  expect(written.length).toBe(length + 8);
});

test("whole numbers are written to their last digit", () => {
  const digits = ["9007199254740993", "-9223372036854775808", "7"];
  const data = new Uint8Array(new BigInt64Array(digits.map(BigInt)).buffer);
  expect(JSON.stringify(valuesOf("INT64", data))).toBe(`[${digits.join(",")}]`);
  const most = new Uint8Array(new BigUint64Array([2n ** 64n - 1n]).buffer);
  expect(JSON.stringify(valuesOf("UINT64", most))).toBe("[18446744073709551615]");
});

test("binary texts that are not UTF-8 are refused by their number", () => {
  const head = Buffer.from(
    JSON.stringify({ inputs: [{ name: "a", datatype: "BYTES", shape: [2], parameters: { binary_data_size: 11 } }] }),
  );
  const send = (last: number) =>
    readRequest(Buffer.concat([head, Buffer.from([1, 0, 0, 0, 65, 2, 0, 0, 0, 0xc3, last])]), String(head.length));
  expect(valuesOf("BYTES", send(0xa9).inputs[0]?.data ?? Buffer.of())).toEqual(["A", "é"]);
  expect(refusal(() => send(0xff))).toMatch(/value 1 is not text in UTF-8/);
});

test.each([
  [
    "/outputs/0/parameters/classification",
    "classification",
    { outputs: [{ name: "y", parameters: { classification: 3 } }] },
  ],
  ["/parameters/sequence_id", "sequence", { parameters: { sequence_id: 1 } }],
])("%s is refused by the name of its extension", (pointer, name, more) => {
  const inputs = [{ name: "a", datatype: "INT8", shape: [1], data: [1] }];
  const sentence = refusal(() => readRequest(body({ inputs, ...more }), undefined));
  expect(sentence).toMatch(`wrong at ${pointer}: this server does not have the ${name} extension`);
  expect(readRequest(body({ inputs, parameters: { priority: 1 } }), undefined).inputs).toHaveLength(1);
});
