import { tableFromArrays } from "apache-arrow";
import type { PageQuery, TablePage, TableSource } from "../../core/sources.js";
import { RowPages } from "./row-pages.js";

/** A table whose pages come when the test says so. */
class HeldSource implements TableSource {
  readonly asked: {
    query: PageQuery;
    signal: AbortSignal | undefined;
    answer: () => void;
    fail: (error: Error) => void;
  }[] = [];
  readonly description;
  constructor(private readonly rows: number) {
    this.description = { title: "numbers", rows, columns: [{ name: "n", type: "int32" }] };
  }
  page(query: PageQuery, signal?: AbortSignal): Promise<TablePage> {
    return new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new DOMException("given up", "AbortError")));
      const length = Math.max(0, Math.min(query.limit, this.rows - query.offset));
      const n = Int32Array.from({ length }, (_, i) => query.offset + i);
      const answer = () =>
        resolve({ rows: tableFromArrays({ n }), offset: query.offset, total: this.rows, of: this.rows });
      this.asked.push({ query, signal, answer, fail: reject });
    });
  }
  histogram(): Promise<never> {
    return Promise.reject(new Error("not asked here"));
  }
}
const open = (rows = 1_000_000) => {
  const source = new HeldSource(rows);
  let notify: () => void = () => undefined;
  const pages = new RowPages(source, undefined, undefined, () => notify());
  const changed = () => new Promise<void>((resolve) => (notify = resolve));
  const value = (row: number) => {
    const place = pages.locate(row, "n");
    return place?.vector.get(place.index) as number | undefined;
  };
  return { source, pages, changed, value };
};

test("the first page is small and holds what is seen", async () => {
  const { source, pages, changed, value } = open();
  pages.want(0, 10);
  expect(source.asked.map(({ query }) => query)).toEqual([{ offset: 0, limit: 100 }]);
  const done = changed();
  source.asked[0]?.answer();
  await done;
  expect([value(0), value(99), value(100)]).toEqual([0, 99, undefined]);
});

test("rows that are here or on their way are not asked for again", () => {
  const { source, pages } = open();
  pages.want(0, 10);
  pages.want(0, 10);
  pages.want(2, 12);
  expect(source.asked).toHaveLength(1);
});

test("a newer place supersedes: the one before stays, older ones are cancelled", () => {
  const { source, pages } = open();
  for (const row of [0, 5_000, 50_000, 500_000]) pages.want(row, row + 10);
  expect(source.asked.map(({ signal }) => signal?.aborted)).toEqual([true, true, false, false]);
});

test("a page that came late still fills its rows", async () => {
  const { source, pages, changed, value } = open();
  pages.want(0, 10);
  pages.want(999_990, 1_000_000);
  const done = changed();
  source.asked[1]?.answer();
  await done;
  expect(value(999_999)).toBe(999_999);
  const late = changed();
  source.asked[0]?.answer();
  await late;
  expect(value(0)).toBe(0);
});

test("an error is kept and can be retried", async () => {
  const { source, pages, changed, value } = open();
  pages.want(0, 10);
  const failed = changed();
  source.asked[0]?.fail(new Error("The kernel is busy."));
  await failed;
  expect(pages.error?.message).toBe("The kernel is busy.");
  pages.want(0, 10);
  expect(source.asked).toHaveLength(1);
  pages.retry();
  const done = changed();
  source.asked[1]?.answer();
  await done;
  expect(pages.error).toBeUndefined();
  expect(value(3)).toBe(3);
});

test("what is kept does not grow with what was seen", async () => {
  const { source, pages, changed, value } = open();
  for (let row = 0; row < 100_000; row += 1000) {
    pages.want(row, row + 10);
    const done = changed();
    source.asked.at(-1)?.answer();
    await done;
  }
  expect(value(99_000)).toBe(99_000);
  expect(value(0)).toBeUndefined();
});

test("a closed view asks no more and cancels what it asked", () => {
  const { source, pages } = open();
  pages.want(0, 10);
  pages.close();
  pages.want(500, 510);
  expect(source.asked).toHaveLength(1);
  expect(source.asked[0]?.signal?.aborted).toBe(true);
});
