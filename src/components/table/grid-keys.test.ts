import { moveBy } from "./grid-keys.js";

const size = { rows: 1_000_000, columns: 5, page: 10 };
const press = (key: string, at = { row: 50, column: 2 }, ctrlKey = false) =>
  moveBy({ key, ctrlKey, metaKey: false }, at, size);

test("arrows, pages and ends move the active cell", () => {
  expect(press("ArrowDown")).toEqual({ row: 51, column: 2 });
  expect(press("ArrowLeft")).toEqual({ row: 50, column: 1 });
  expect(press("PageDown")).toEqual({ row: 60, column: 2 });
  expect(press("PageUp")).toEqual({ row: 40, column: 2 });
  expect(press("Home")).toEqual({ row: 50, column: 0 });
  expect(press("End")).toEqual({ row: 50, column: 4 });
  expect(press("End", undefined, true)).toEqual({ row: 999_999, column: 4 });
  expect(press("Home", undefined, true)).toEqual({ row: 0, column: 0 });
});

test("the header is above the first row, and edges hold", () => {
  expect(press("ArrowUp", { row: 0, column: 0 })).toEqual({ row: -1, column: 0 });
  expect(press("ArrowUp", { row: -1, column: 0 })).toEqual({ row: -1, column: 0 });
  expect(press("PageUp", { row: 3, column: 0 })).toEqual({ row: 0, column: 0 });
  expect(press("ArrowDown", { row: 999_999, column: 4 })).toEqual({ row: 999_999, column: 4 });
  expect(press("ArrowRight", { row: 0, column: 4 })).toEqual({ row: 0, column: 4 });
});

test("other keys are not the table's", () => {
  expect(press("a")).toBeUndefined();
});
