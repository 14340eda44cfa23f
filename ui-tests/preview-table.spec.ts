import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./lab-page.ts";

const setup = `import foundry_lab as foundry, pyarrow as pa, numpy as np
rng = np.random.default_rng(3)
n = 200_000
table = pa.table({"id": np.arange(n), "gap": rng.gamma(2, 1.5, n), "phase": rng.choice(["cubic", "hexagonal", "tetragonal"], n, p=[.6, .3, .1]),
    "energy": rng.normal(-3, 1, n), "stable": rng.random(n) < .3, "note": ["x" * 20_000 if i == 7 else f"note {i}" for i in range(n)]})
foundry.preview(table, title="phases")`;

test("the table: sorted by two columns, filtered from headers, searched, arranged, copied, one row looked at", async ({
  lab,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await lab.newNotebook();
  await lab.runCode(setup);
  const preview = page.locator("foundry-preview");
  const grid = preview.getByRole("grid");
  await expect(preview.getByText("statistics: complete")).toBeVisible();

  await test.step("two sort keys in click order", async () => {
    await preview.getByRole("columnheader", { name: /phase/ }).hover();
    await preview.getByRole("button", { name: "Sort by phase" }).click();
    await preview.getByRole("columnheader", { name: /gap/ }).hover();
    await preview.getByRole("button", { name: "Sort by gap" }).click({ modifiers: ["Shift"] });
    await expect(preview.getByRole("columnheader", { name: /phase/ })).toHaveAttribute("aria-sort", "ascending");
    await expect(preview.getByRole("columnheader", { name: /gap/ })).toHaveAttribute("aria-sort", "ascending");
  });

  await test.step("a brush filters rows, and the other headers count what is left", async () => {
    const bars = preview.locator(".head svg.bars").nth(1);
    const box = await bars.boundingBox();
    if (!box) throw new Error("no histogram");
    await page.mouse.move(box.x + 10, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 40, box.y + 10, { steps: 4 });
    await page.mouse.up();
    await expect(preview.getByText(/[\d,]+ of 200,000 rows/)).toBeVisible();
    await expect(preview.locator(".head svg.filtered").first()).toBeVisible();
    await preview.locator(".head .value").first().click();
    await expect(preview.locator("foundry-filter-box .chip")).toHaveCount(2);
    await page.screenshot({ path: "test-results/preview-brush.png" });
    for (let i = 0; i < 2; i++) await preview.locator("foundry-filter-box .chip button").first().click();
    await expect(preview.getByText("200,000 rows", { exact: true })).toBeVisible();
  });

  await test.step("search goes to the next row that holds a text", async () => {
    const search = preview.getByRole("searchbox", { name: "Search the table" });
    await search.fill("note 19999");
    await search.press("Enter");
    await expect(preview.getByText("1 of 11 rows")).toBeVisible();
    await expect(preview.getByRole("gridcell", { name: /^note 19999/ }).first()).toBeVisible();
    await search.press("Escape");
  });

  await test.step("a column is pinned by keyboard and stays when the table scrolls", async () => {
    await grid.focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Alt+ArrowDown");
    const menu = preview.getByRole("dialog", { name: "Column id" });
    await expect(menu).toBeVisible();
    await page.screenshot({ path: "test-results/preview-menu.png" });
    await menu.getByRole("button", { name: "Pin left" }).click();
    await expect(preview.locator(".head.pinned")).toHaveCount(1);
  });

  await test.step("a cut text is whole in the row's pane", async () => {
    await preview.getByPlaceholder(/filter rows/).fill("id == 7");
    await preview.getByPlaceholder(/filter rows/).press("Enter");
    await expect(preview.getByText("1 of 200,000 rows")).toBeVisible();
    await grid.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const pane = preview.locator("foundry-row-pane");
    await expect(pane.getByText("20 kB")).toBeVisible();
    await page.screenshot({ path: "test-results/preview-row.png" });
    await preview.getByRole("button", { name: "Close the row" }).click();
    await preview.locator("foundry-filter-box .chip button").first().click();
  });

  await test.step("a block of cells is copied as Markdown", async () => {
    await preview.getByRole("spinbutton", { name: "Go to the n-th row shown" }).fill("100000");
    await preview.getByRole("spinbutton", { name: "Go to the n-th row shown" }).press("Enter");
    await expect(preview.locator("[aria-rowindex='100002']")).toBeVisible();
    await grid.focus();
    await page.keyboard.press("Shift+ArrowDown");
    await preview.getByText("Copy", { exact: true }).click();
    await preview.getByRole("button", { name: "As a Markdown table" }).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/^\| \S+ \|\n\| --- \|\n\| \S+ \|\n\| \S+ \|$/);
  });
  const { violations } = await new AxeBuilder({ page }).include("foundry-preview").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
});

for (const columns of [10_000, 103_630])
  test(`${columns} columns: scrolled both ways with a constant number of elements, and the last one is a jump away`, async ({
    lab,
    page,
  }) => {
    await lab.newNotebook();
    await lab.runCode(`import foundry_lab as foundry, pyarrow as pa, numpy as np
first = np.arange(5000)
wide = pa.table({f"c{i}": first + i for i in range(50)})
wide = pa.Table.from_arrays([wide.column(i % 50) for i in range(${columns})], [f"c{i}" for i in range(${columns})])
foundry.preview(wide)`);
    const preview = page.locator("foundry-preview");
    await expect(preview.getByRole("grid")).toHaveAttribute("aria-colcount", String(columns + 1));
    const elements = () => preview.locator(".row > *, .head").count();
    await expect(preview.getByRole("gridcell", { name: "0", exact: true })).toBeVisible();
    const counts = [await elements()];
    const scroller = preview.locator(".scroller");
    for (const share of [0.3, 0.7, 1]) {
      await scroller.evaluate(
        (element, part) => element.scrollTo(part * element.scrollWidth, part * element.scrollHeight),
        share,
      );
      const last = Math.round(share * (columns - 1));
      await expect(preview.locator(".head .name").nth(2)).toBeVisible();
      await expect
        .poll(async () => Number((await preview.locator(".head .name").last().textContent())?.trim().slice(1)))
        .toBeGreaterThan(0.9 * last);
      await expect(preview.locator(".cell.waiting")).toHaveCount(0);
      counts.push(await elements());
    }
    await expect(preview.getByRole("columnheader", { name: `c${columns - 1}` })).toBeVisible();
    await expect(preview.getByRole("rowheader", { name: "4,999", exact: true })).toBeVisible();
    expect(Math.max(...counts)).toBeLessThan(400);
    await scroller.evaluate((element) => element.scrollTo(0, 0));
    await preview.getByRole("grid").focus();
    await page.keyboard.press("Control+End");
    await expect(preview.locator("[role=gridcell].active")).toHaveText(String(4999 + ((columns - 1) % 50)));
    await expect(preview.locator("[role=gridcell].active")).toHaveAttribute("aria-colindex", String(columns + 1));
    expect(await elements()).toBeLessThan(400);
  });

test("every Arrow type shows what it holds; duplicate names, null, NaN, empty and 'null' differ", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.runCode(`import foundry_lab as foundry, pyarrow as pa, numpy as np, datetime as dt, decimal
D = decimal.Decimal
t0 = dt.datetime(2020, 2, 29, 1, 2, 3)
arrays = {"i8": pa.array([-3], pa.int8()), "u64": pa.array([2**64 - 1], pa.uint64()), "f16": pa.array([1.5], pa.float16()), "f32": pa.array([0.1], pa.float32()),
  "d128": pa.array([D("1.25")], pa.decimal128(9, 2)), "d256": pa.array([D("-1.25")], pa.decimal256(50, 2)), "bool": pa.array([True]),
  "large": pa.array(["large text"], pa.large_string()), "view": pa.array(["view text"], pa.string_view()), "bin": pa.array([b"\\x01\\xff"], pa.binary()), "binv": pa.array([b"\\x02"], pa.binary_view()), "fsb": pa.array([b"abc"], pa.binary(3)),
  "date32": pa.array([t0.date()], pa.date32()), "date64": pa.array([t0.date()], pa.date64()), "ts_s": pa.array([t0], pa.timestamp("s")), "ts_ns": pa.array([t0], pa.timestamp("ns", "UTC")),
  "time32": pa.array([dt.time(1, 2, 3)], pa.time32("s")), "time64": pa.array([dt.time(1, 2, 3)], pa.time64("us")), "dur": pa.array([dt.timedelta(seconds=1.5)], pa.duration("ms")),
  "interval": pa.array([pa.MonthDayNano([1, 2, 3])]), "list": pa.array([[1, None]]), "largelist": pa.array([[4, 5]], pa.large_list(pa.int32())), "fsl": pa.array([[1.5, 2.5]], pa.list_(pa.float64(), 2)), "struct": pa.array([{"a": 1, "b": "x"}]), "map": pa.array([[("k", 7)]], pa.map_(pa.string(), pa.int32())),
  "dict": pa.array(["cubic"]).dictionary_encode(), "ree": pa.compute.run_end_encode(pa.array(["run"])), "null": pa.nulls(1),
  "union": pa.UnionArray.from_dense(pa.array([0], pa.int8()), pa.array([0], pa.int32()), [pa.array([42]), pa.array(["u"])]), "sunion": pa.UnionArray.from_sparse(pa.array([1], pa.int8()), [pa.array([42]), pa.array(["sparse"])]), "listview": pa.array([[8, 9]], pa.list_view(pa.int32())), "d32": pa.array([D("3.5")], pa.decimal32(5, 1)), "d64": pa.array([D("4.5")], pa.decimal64(12, 1)),
  "i16": pa.array([-300], pa.int16()), "i32": pa.array([-70_000], pa.int32()), "i64": pa.array([-2**53 - 1], pa.int64()), "u8": pa.array([255], pa.uint8()), "u16": pa.array([65_535], pa.uint16()), "u32": pa.array([2**32 - 1], pa.uint32()), "f64": pa.array([-1e-7], pa.float64()),
  "lbin": pa.array([b"\\x03"], pa.large_binary()), "ts_ms": pa.array([t0], pa.timestamp("ms")), "ts_us": pa.array([t0], pa.timestamp("us", "Europe/Berlin")), "t_ms": pa.array([dt.time(1, 2, 3, 4000)], pa.time32("ms")), "t_ns": pa.array([dt.time(1, 2, 3)], pa.time64("ns")), "dur_ns": pa.array([7], pa.duration("ns")),
  "uuid": pa.array([b"\\x00" * 15 + b"\\x01"], pa.uuid()), "json": pa.array(['{"a": 1}'], pa.json_()), "lists of words": pa.array([["a"]], pa.list_(pa.dictionary(pa.int8(), pa.string())))}
types = pa.Table.from_arrays([*arrays.values()], [*arrays])
foundry.preview(types, title="types")`);
  const first = page.locator("foundry-preview").nth(0);
  const expected = [
    "−3",
    "18446744073709551615",
    "1.5",
    "0.1",
    "1.25",
    "−1.25",
    "true",
    "large text",
    "view text",
    "2 bytes: 01 ff",
    "1 byte: 02",
    "3 bytes: 61 62 63",
    "2020-02-29",
    "2020-02-29",
    "2020-02-29 01:02:03",
    "2020-02-29 01:02:03 UTC",
    "01:02:03",
    "01:02:03",
    "1500 ms",
    "1 mo 2 d 3 ns",
    "[1, missing]",
    "[4, 5]",
    "[1.5, 2.5]",
    '{a: 1, b: "x"}',
    "{k: 7}",
    "cubic",
    "run",
    "missing",
    "42",
    "sparse",
    "[8, 9]",
    "3.5",
    "4.5",
    "−300",
    "−70000",
    "−9007199254740993",
    "255",
    "65535",
    "4294967295",
    "−1e−7",
    "1 byte: 03",
    "2020-02-29 01:02:03",
    "2020-02-29 01:02:03 UTC",
    "01:02:03.004",
    "01:02:03",
    "7 ns",
    "00000000-0000-0000-0000-000000000001",
    '{"a": 1}',
    '["a"]',
  ];
  const shown = await (async () => {
    await expect(first.getByRole("gridcell").first()).toHaveText("−3");
    await first.getByRole("grid").focus();
    const texts: string[] = [];
    for (let i = 0; i < expected.length; i++) {
      await expect(first.locator("[role=gridcell].active")).toHaveAttribute("aria-colindex", String(i + 2));
      await expect(first.locator("[role=gridcell].active")).not.toHaveClass(/waiting/);
      texts.push((await first.locator("[role=gridcell].active").textContent()) ?? "");
      await page.keyboard.press("ArrowRight");
    }
    return texts;
  })();
  expect(shown).toEqual(expected);
  await lab.runCode(
    `foundry.preview(pa.Table.from_arrays([pa.array([None, float("nan"), 1.0]), pa.array(["", "null", None])], ["a", "a"]))`,
  );
  const second = page.locator("foundry-preview").nth(1);
  await expect(second.getByRole("columnheader", { name: "a (2)" })).toBeVisible();
  await expect(second.locator(".missing")).toHaveCount(2);
  await expect(second.locator(".nan")).toHaveText("NaN");
  await expect(second.locator(".empty")).toHaveText("empty text");
  await expect(second.getByRole("gridcell", { name: "null", exact: true })).toBeVisible();
});
