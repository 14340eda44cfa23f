import { placeOf, trainingOf } from "./training.js";

const column = { name: "gap", count: 4, missing: 0, min: 0, max: 4, histogram: { edges: [0, 2, 4], counts: [3, 1] } };

test("a value lies among those of training, or beyond them", () => {
  expect(placeOf(1, column)).toEqual({ outside: undefined, below: 0.375 });
  expect(placeOf(3, column)).toEqual({ outside: undefined, below: 0.875 });
  expect(placeOf(4.00000001, column)).toEqual({ outside: undefined, below: 1 });
  expect(placeOf(5, column)?.outside).toBe("above");
  expect(placeOf(-1, column)).toEqual({ outside: "below", below: 0 });
  expect(placeOf(NaN, column)).toBeUndefined();
  expect(placeOf(1, { name: "text", count: 1, missing: 0 })).toBeUndefined();
});

test("only splits that a model was trained on speak for it", () => {
  const statistics = {
    splits: [
      { split: "test", rows: 1, columns: [{ ...column, max: 9 }] },
      { split: "train", rows: 4, columns: [column] },
    ],
  };
  expect(trainingOf(statistics, ["train"]).get("gap")).toBe(column);
  expect(trainingOf(undefined, ["train"]).size).toBe(0);
});
