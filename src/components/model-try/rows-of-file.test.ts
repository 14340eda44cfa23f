import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Field } from "./fields.js";
import { csvOf, rowsOfFile } from "./rows-of-file.js";

interface Case {
  name: string;
  text: string;
  encoding?: string;
  columns?: unknown;
  read?: unknown;
  refused?: string;
  table?: Record<string, { type: string; values: (string | null)[] }>;
}

const corpus = JSON.parse(readFileSync(join(process.cwd(), "conformance/tables/csv.json"), "utf8")) as Case[];
const cases = corpus.filter(
  ({ columns, read, encoding, refused, table }) =>
    columns === undefined &&
    read === undefined &&
    encoding === undefined &&
    (refused !== undefined || Object.values(table ?? {})[0]?.values.length),
);

/** What the browser's file gives, where the test's DOM has no bytes of it. */
const fileOf = (text: string): File => {
  const bytes = new TextEncoder().encode(text);
  return Object.assign(new File([text], "t.csv"), { arrayBuffer: () => Promise.resolve(bytes.slice().buffer) });
};
const field = (name: string, kind: Field["kind"]): Field => ({
  ...{ name, kind, unit: undefined, description: undefined, choices: [], statistics: undefined, length: 1 },
});

test.each(cases.map((one) => [one.name, one] as const))("a form takes '%s' as the kernel does", async (_, one) => {
  const read = rowsOfFile(fileOf(one.text), []);
  if (one.refused !== undefined) {
    await expect(read).rejects.toThrow(new RegExp(one.refused));
    return;
  }
  const { texts, count } = await read;
  const expected = Object.entries(one.table ?? {});
  // An object puts names that are numbers first.
  expect([...texts.keys()].sort()).toEqual(expected.map(([name]) => name).sort());
  expect(count).toBe(expected[0]?.[1].values.length);
  for (const [name, { type, values }] of expected)
    if (type === "string") expect(texts.get(name)?.map((text) => text || null)).toEqual(values);
});

test("numbers with decimal commas are numbers", async () => {
  const { values } = await rowsOfFile(fileOf("x;y\n1,25;a\n2,5;b\n"), [field("x", "number"), field("y", "text")]);
  expect(values.get("x")).toEqual([1.25, 2.5]);
});

test("what is saved is read back with the same texts, beside the predictions", async () => {
  const texts = ["-1.5", "+2e-3", "007", 'a "b", c', "two\nlines", " blanks ", "NaN", "1,5", "ä\r\nb", ""];
  const quoted = texts.map((text, row) => `${row},"${text.replaceAll('"', '""')}"`);
  const rows = await rowsOfFile(fileOf(`row,x\n${quoted.join("\n")}\n`), []);
  const predicted = texts.map((_, row) => (row % 3 ? -row / 7 : null));
  const { text, guarded } = await csvOf(rows, new Map([["x", predicted]]));
  expect(guarded).toBe(0);
  const back = await rowsOfFile(fileOf(text), []);
  expect(back.texts.get("x")).toEqual(texts);
  expect(back.texts.get("predicted x")).toEqual(predicted.map((value) => (value === null ? "" : String(value))));
});

test("texts that a spreadsheet would run have an apostrophe before them, and are counted", async () => {
  const rows = await rowsOfFile(fileOf("x\n=1+1\n-OH\n-5\n@a\n"), []);
  expect(await csvOf(rows, new Map())).toEqual({ text: 'x\r\n"\'=1+1"\r\n"\'-OH"\r\n-5\r\n"\'@a"', guarded: 3 });
});
