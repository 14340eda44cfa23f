import { minimalEdit } from "./minimal-edit.js";

const apply = (before: string, { start, end, text }: ReturnType<typeof minimalEdit>) =>
  before.slice(0, start) + text + before.slice(end);

test.each([
  ['a["train"].to_arrow()', 'a["test"].to_arrow()', "est"],
  ["", "abc", "abc"],
  ["abc", "", ""],
  ["abc", "abc", ""],
  ["aaa", "aa", ""],
  ["aa", "aaa", "a"],
  ["abab", "ab", ""],
])("%j becomes %j by writing %j", (before, after, written) => {
  const edit = minimalEdit(before, after);
  expect(apply(before, edit)).toBe(after);
  expect(edit.text).toBe(written);
});
