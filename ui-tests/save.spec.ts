import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { python } from "../scripts/environment.mjs";
import { expect, test } from "./lab-page.ts";

const FRAME = `
import pandas as pd, numpy as np
frame = pd.DataFrame({"id": pd.array([2**62 + 1, None, 5, 7] * 50_000, "Int64"), "x": np.arange(200_000) / 8,
    "word": ["a", "", None, "=1+1"] * 50_000, "day": pd.to_datetime(["2024-05-01T01:02:03.000000004", None] * 100_000).tz_localize("Europe/Berlin"),
    "tags": [["p", "q"], [], None, ["r"]] * 50_000})
`;
const RIGHT = `right = frame[frame.x > 100].sort_values("x", ascending=False)[["x", "id", "word", "day", "tags"]].reset_index(drop=True)`;

const run = (code: string, ...given: string[]) => execFileSync(python("python"), ["-c", code, ...given]).toString();

async function save(page: Page, preview: Locator, form: string): Promise<{ name: string; path: string }> {
  await preview.locator("summary", { hasText: "Save" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    preview.getByRole("button", { name: form }).click(),
  ]);
  return { name: download.suggestedFilename(), path: await download.path() };
}

test("what is shown in a notebook is saved as CSV, Parquet and Arrow, and pandas reads it back", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.runCode(
    `${FRAME}\nimport foundry_lab as foundry\nfoundry.preview(frame, filter="x > 100", sort=[("x", "descending")])`,
  );
  const preview = page.locator("foundry-preview");
  await preview.getByRole("button", { name: /^Menu of x/ }).click();
  await preview.getByRole("button", { name: "Pin left" }).click();
  const parquet = await save(page, preview, "As Parquet, every type kept");
  expect(parquet.name).toBe("frame.parquet");
  await expect(preview.getByText("Saved frame.parquet: 199,199 rows.")).toBeVisible();
  const arrow = await save(page, preview, "As Arrow (Feather), every type kept");
  for (const [file, read] of [
    [parquet, "pd.read_parquet(path)"],
    [arrow, "feather.read_feather(path)"],
  ] as const)
    run(
      `${FRAME}${RIGHT}
import sys, pyarrow.feather as feather
path = sys.argv[1]
back = ${read}
for name in right: assert back[name].map(str).tolist() == right[name].map(str).tolist() or name == "tags", name
assert [None if one is None else list(one) for one in back.tags] == right.tags.tolist()
pd.testing.assert_frame_equal(back[["x", "id", "day"]], right[["x", "id", "day"]])`,
      file.path,
    );
  const csv = await save(page, preview, "As CSV");
  await expect(preview.getByText("49,800 texts have ' before them, so that no spreadsheet runs them.")).toBeVisible();
  run(
    `${FRAME}${RIGHT}
import sys, csv
back = pd.read_csv(sys.argv[1], keep_default_na=False, na_values=[], dtype=str)
assert back.columns.tolist() == right.columns.tolist() and len(back) == len(right)
assert back.x.astype(float).tolist() == right.x.tolist()
assert back.id.tolist() == ["" if one is pd.NA else str(one) for one in right.id]
assert back.word.tolist() == ["" if pd.isna(one) else "'=1+1" if one == "=1+1" else one for one in right.word]
days = pd.to_datetime(back.day.where(back.day != ""), utc=True, format="ISO8601").dt.tz_convert("Europe/Berlin")
pd.testing.assert_series_equal(days, right.day, check_dtype=False)`,
    csv.path,
  );
  expect((await new AxeBuilder({ page }).include("foundry-preview").analyze()).violations).toEqual([]);
  await preview.locator("summary", { hasText: "Save" }).click();
  await page.screenshot({ path: "test-results/save-light.png" });
  await page.keyboard.press("Escape");
  await expect(preview.getByRole("button", { name: "As Parquet, every type kept" })).toBeHidden();
});

test("a file is saved without a kernel, and what it would not hold is said", async ({ lab, page }) => {
  const { notebooks } = lab.server;
  run(
    `${FRAME}
import sys, pyarrow as pa, pyarrow.parquet as pq
pq.write_table(pa.Table.from_pandas(frame.head(20_000)), sys.argv[1] + "/rows.parquet")`,
    notebooks,
  );
  writeFileSync(join(notebooks, "few.csv"), "a,b\n1,x\n2,\n");
  await lab.command("filebrowser:refresh");
  await page.getByRole("listitem", { name: /rows\.parquet/ }).dblclick();
  const preview = page.locator(".foundry-TablePane foundry-preview:visible");
  await expect(preview.getByText("20,000 rows")).toBeVisible();
  await preview.locator("summary", { hasText: "Save" }).click();
  await expect(preview.getByRole("button", { name: "As Parquet, every type kept" })).toHaveCount(0);
  await preview.getByRole("button", { name: "As Arrow (Feather), every type kept" }).click();
  await expect(preview.getByRole("alert")).toContainText("'tags' would be saved as text: hide these columns");
  await preview.locator("summary", { hasText: "Columns" }).click();
  await preview.getByRole("checkbox", { name: "tags" }).uncheck();
  const { name, path } = await save(page, preview, "As Arrow (Feather), every type kept");
  expect(name).toBe("rows.arrow");
  run(
    `${FRAME}
import sys, pyarrow.feather as feather
back = feather.read_feather(sys.argv[1])
right = frame.head(20_000).drop(columns="tags")
assert back.x.equals(right.x) and back.day.equals(right.day), back.dtypes
assert [None if pd.isna(one) else int(one) for one in feather.read_table(sys.argv[1])["id"].to_pylist() if one is not None] == right.id.dropna().astype(int).tolist()
assert back.word.tolist() == right.word.tolist()`,
    path,
  );
});
