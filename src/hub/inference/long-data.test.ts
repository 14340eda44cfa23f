import { FoundryProblem } from "../../core/problems.js";
import { longData } from "./long-data.js";
import { readRequest } from "./request-body.js";

const LONG = 20_000;
const numbers = Array.from({ length: LONG }, (_, i) => i / 7);
const list = JSON.stringify(numbers);
const found = (text: string) => {
  const place = longData(Buffer.from(text));
  return place && text.slice(place.start - 1, place.end + 1) === list;
};
const input = (name: string, data: string, datatype = "FP32", shape = [LONG]) =>
  `{"name":"${name}","datatype":"${datatype}","shape":${JSON.stringify(shape)},"data":${data}}`;
const request = (...inputs: string[]) => `{"id":"a","inputs":[${inputs.join(", ")}],"parameters":{"cache":false}}`;
const readOf = (text: string) => readRequest(Buffer.from(text), undefined);
const refusal = (text: string): string => {
  try {
    readOf(text);
  } catch (error) {
    if (error instanceof FoundryProblem) return error.message;
    throw error;
  }
  throw new Error("It was not refused.");
};

test("a long list of data is found, wherever it stands, and no other", () => {
  expect(found(request(input("x", list)))).toBe(true);
  expect(found(`{"inputs":[{"data" :\n ${list},"shape":[1]}]}`)).toBe(true);
  expect(found(request(input("x", JSON.stringify(numbers.slice(0, 10)))))).toBeUndefined();
  expect(found(`{"dates":${list}}`)).toBeUndefined();
  for (const text of [`{"a":"\\"data\\":${list}"}`, `{"a\\\\":"b","data":${list}}`])
    expect(found(text)).toBeUndefined();
  for (const text of [
    "[",
    "[".repeat(1_000_000),
    `${'{"data":['.repeat(500_000)}]`,
    `"data":${"[".repeat(100_000)}`,
    "]".repeat(1_000_000),
    `[${"]".repeat(1_000_000)}`,
  ])
    longData(Buffer.from(text));
});

test("requests with a long list are read as any others", () => {
  const { inputs, id, cache } = readOf(
    request(
      input("a", "[1]", "FP64", [1]),
      input("x", ` [ ${numbers.join(" , ")} ] `, "FP32", [100, LONG / 100]),
      input("b", '["[1,2"]', "BYTES", [1]),
    ),
  );
  expect([id, cache]).toEqual(["a", false]);
  expect(inputs.map(({ name, shape }) => [name, shape])).toEqual([
    ["a", [1]],
    ["x", [100, LONG / 100]],
    ["b", [1]],
  ]);
  expect(new Float32Array(inputs[1]?.data.buffer as ArrayBuffer)).toEqual(Float32Array.from(numbers));
  const [wide] = readOf(request(input("x", list, "FP64"))).inputs;
  expect(new Float64Array(wide?.data.buffer as ArrayBuffer)).toEqual(Float64Array.from(numbers));
});

test.each([
  [
    "another number of values",
    request(input("x", list, "FP32", [LONG + 1])),
    /shape \[20001\] holds 20001 values, and its data has 20000/,
  ],
  ["what is no number", request(input("x", list.replace(",1,", ",null,"))), /value 7 is null, which is no FP32/],
  ["what is too large", request(input("x", list.replace(",1,", ",1e39,"))), /value 7 is 1e\+39, which is no FP32/],
  ["no JSON in it", request(input("x", list.replace(",1,", ",01,"))), /body is not JSON/],
  ["no JSON after it", `${request(input("x", list))}]`, /body is not JSON/],
  ["no JSON before it", `{,${request(input("x", list)).slice(1)}`, /body is not JSON/],
  [
    "another input that has none",
    request(input("x", list), input("y", "[]", "FP32", [1])),
    /wrong at \/inputs\/1: its shape \[1\] holds 1 values, and its data has 0/,
  ],
  ["a shape that no memory holds", request(input("x", list, "FP32", [1e9, 1e9])), /data has 20000/],
  ["an unknown datatype", request(input("x", list, "FP99")), /The request/],
])("%s is refused", (_, text, sentence) => {
  expect(refusal(text)).toMatch(sentence);
});

test("the last of two members of one name counts, as in all JSON", () => {
  const twice = (first: string, last: string) =>
    request(`{"name":"x","datatype":"FP32","shape":[${LONG}],"data":${first},"data":${last}}`);
  expect(readOf(twice("[1]", list)).inputs[0]?.data).toHaveLength(4 * LONG);
  expect(refusal(twice(list, "[1]"))).toMatch(/its data has 1/);
});
