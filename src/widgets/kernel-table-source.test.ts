import { Int32, Table, tableToIPC, vectorFromArray } from "apache-arrow";
import { STALE, type Channel } from "./channel.js";
import { KernelRequests, type Reply } from "./kernel-requests.js";
import { KernelTableSource, readPage } from "./kernel-table-source.js";

interface Asked {
  type: string;
  id?: number;
  request?: { id: number; offset: number; limit: number };
}

/** The kernel's end of a line. */
class Line implements Channel {
  live = true;
  readonly sent: Asked[] = [];
  #receive: (message: unknown, buffers: readonly DataView[]) => void = () => undefined;
  #live: (live: boolean) => void = () => undefined;
  send(message: object): void {
    this.sent.push(structuredClone(message) as Asked);
  }
  onMessage(listener: (message: unknown, buffers: readonly DataView[]) => void): void {
    this.#receive = listener;
  }
  onLive(listener: (live: boolean) => void): void {
    this.#live = listener;
  }
  say(message: unknown, buffers: readonly DataView[] = []): void {
    this.#receive(message, buffers);
  }
  page(id: number, offset = 0): void {
    const rows = new Table({ n: vectorFromArray([offset, offset + 1], new Int32()) });
    const bytes = tableToIPC(rows, "stream");
    // A comm's buffer may begin anywhere in a larger one.
    const around = new Uint8Array(bytes.length + 13);
    around.set(bytes, 13);
    const buffer = new DataView(around.buffer, 13);
    this.say({ type: "page", response: { id, offset, rows: 2, total: 1000, of: 1000 } }, [buffer]);
  }
  die(): void {
    this.live = false;
    this.#live(false);
  }
}
const description = { title: "numbers", rows: 1000, columns: [{ name: "n", type: "int32" }] };
const connect = () => {
  const line = new Line();
  const requests = new KernelRequests(line, undefined, 1);
  return { line, requests, source: new KernelTableSource(requests, description) };
};
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => new Error("it succeeded"),
    (error: unknown) => error as Error,
  );

test("a page is asked for by contract and read from Arrow", async () => {
  const { line, source } = connect();
  const page = source.page({ offset: 20, limit: 2, view: { sort: [{ column: "n" }] } });
  expect(line.sent).toEqual([
    { type: "page", request: { id: 1, offset: 20, limit: 2, view: { sort: [{ column: "n" }] } } },
  ]);
  line.page(1, 20);
  const { rows, total, of, offset } = await page;
  expect(rows.getChild("n")?.toArray()).toEqual(Int32Array.of(20, 21));
  expect([offset, total, of]).toEqual([20, 1000, 1000]);
});

test("a newer page supersedes older ones; other requests go on", async () => {
  const { line, source } = connect();
  const older = failure(source.page({ offset: 0, limit: 2 }));
  const histogram = source.histogram("n");
  const newer = source.page({ offset: 500, limit: 2 });
  line.page(3, 500);
  expect((await newer).offset).toBe(500);
  expect((await older).name).toBe("AbortError");
  line.page(1, 0);
  line.say({ type: "histogram", response: { id: 2, summary: { name: "n", count: 1000, missing: 0 } } });
  expect((await histogram).count).toBe(1000);
});

test("rows that are counted with neither drop the page that is looked at nor are dropped by it", async () => {
  const { line, source } = connect();
  const counted = source.page({ offset: 0, limit: 2, aside: true });
  const looked = source.page({ offset: 500, limit: 2 });
  expect(line.sent[0]).toEqual({ type: "rows", request: { id: 1, offset: 0, limit: 2 } });
  line.page(2, 500);
  line.page(1, 0);
  expect([(await looked).offset, (await counted).offset]).toEqual([500, 0]);
});

test("giving up tells the kernel", async () => {
  const { line, source } = connect();
  const controller = new AbortController();
  const page = failure(source.page({ offset: 0, limit: 2 }, controller.signal));
  controller.abort();
  expect((await page).name).toBe("AbortError");
  expect(line.sent.at(-1)).toEqual({ type: "cancel", id: 1 });
  line.page(1);
});

test("a problem of the kernel is the sentence it says", async () => {
  const { line, source } = connect();
  const page = failure(source.page({ offset: 0, limit: 2 }));
  const problem = {
    type: "not-found",
    title: "Not found",
    status: 404,
    detail: "There is no column 'm'.",
    suggestions: ["n"],
  };
  line.say({ type: "problem", id: 1, problem });
  expect(await page).toMatchObject({ message: "There is no column 'm'.", problem: { suggestions: ["n"] } });
});

test("an answer that does not follow the contract is refused", async () => {
  const { line, source } = connect();
  const page = failure(source.page({ offset: 0, limit: 2 }));
  line.say({ type: "page", response: { id: 1, offset: "0" } });
  expect((await page).message).toContain("The kernel's page is wrong");
  const split = failure(source.setSplit("test"));
  line.say({ type: "description", id: 2, description: { title: "x", rows: "many", columns: [] } });
  expect((await split).message).toContain("cannot be read");
  line.say("nonsense");
  line.say({ type: "page", response: { id: 99 } });
});

test("when the kernel goes, what was asked and what is asked later says so", async () => {
  const { line, source } = connect();
  const page = failure(source.page({ offset: 0, limit: 2 }));
  line.die();
  expect((await page).message).toBe(STALE);
  expect((await failure(source.histogram("n"))).message).toBe(STALE);
  expect(line.sent).toHaveLength(1);
});

test("rows that came unasked are used without a request, and only for the table as it is", async () => {
  const line = new Line();
  let first: Reply | undefined;
  const requests = new KernelRequests(line, (reply) => (first = reply), 1);
  line.page(0);
  if (!first) throw new Error("the first rows were not passed on");
  const source = new KernelTableSource(requests, description, readPage(first));
  expect((await source.page({ offset: 0, limit: 2 })).rows.numRows).toBe(2);
  expect(line.sent).toEqual([]);
  void source.page({ offset: 0, limit: 3 }).catch(() => undefined);
  void source.page({ offset: 0, limit: 2, view: { sort: [{ column: "n" }] } }).catch(() => undefined);
  expect(line.sent).toHaveLength(2);
});

test("another split is another table on the same line", async () => {
  const { line, source } = connect();
  const split = source.setSplit("test");
  expect(line.sent).toEqual([{ type: "split", id: 1, split: "test" }]);
  line.say({ type: "description", id: 1, description: { ...description, split: "test", rows: 4 } });
  expect((await split).description).toMatchObject({ split: "test", rows: 4 });
});

test("counts of several columns are one message, and each column gets its own", async () => {
  const { line, source } = connect();
  const counts = [source.counts({ column: "n", edges: [0, 1] }), source.counts({ column: "m", values: ["a"] })];
  const last = failure(source.counts({ column: "list", values: [] }));
  await Promise.resolve();
  expect(line.sent).toHaveLength(1);
  expect(line.sent[0]).toMatchObject({
    type: "counts",
    id: 1,
    requests: [{ id: 0, column: "n" }, { id: 1, column: "m" }, { id: 2 }],
  });
  const answer = (id: number, name: string) => ({ id, counts: { name, rows: 5, missing: 0, counts: [5] } });
  line.say({ type: "counts", id: 1, responses: [answer(0, "n"), answer(1, "m"), null] });
  expect((await Promise.all(counts)).map(({ name }) => name)).toEqual(["n", "m"]);
  expect((await last).message).toContain("cannot be counted");
});

test("a message for counts is given up when every column of it is", async () => {
  const { line, source } = connect();
  const [first, second] = [new AbortController(), new AbortController()];
  const both = [first, second].map(({ signal }) => failure(source.counts({ column: "n", edges: [0, 1] }, signal)));
  await Promise.resolve();
  first.abort();
  expect(line.sent).toHaveLength(1);
  second.abort();
  expect(line.sent.at(-1)).toEqual({ type: "cancel", id: 1 });
  expect((await Promise.all(both)).map(({ name }) => name)).toEqual(["AbortError", "AbortError"]);
});

test("a table that can be read again is asked for as it is now", async () => {
  const { line, source } = connect();
  const again = source.again();
  expect(line.sent).toEqual([{ type: "again", id: 1 }]);
  line.say({
    type: "description",
    id: 1,
    description: { ...description, rows: 7, note: "Two are called 'a'.", again: true },
  });
  expect((await again).description).toMatchObject({ rows: 7, note: "Two are called 'a'." });
});
