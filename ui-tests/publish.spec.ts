import { expect, test } from "./lab-page.ts";

test("a frame becomes a dataset: mended while typing, seen as a card, published, found", async ({ lab, page }) => {
  await lab.newNotebook();
  await lab.runCode(`import foundry_lab as foundry, pandas as pd
frame = pd.DataFrame({"formula": ["GaAs", "Si", "GaN"], "gap (eV)": [1.42, 1.12, 3.40]})
form = foundry.publish_form(frame)
form`);
  const form = page.locator("foundry-publish");
  await expect(form.getByLabel("Unit of gap (eV)")).toHaveValue("eV");
  const name = form.getByLabel("Name", { exact: true });
  await expect(name).toHaveValue("frame");
  await expect(form.getByRole("region", { name: "frame" })).toBeVisible();

  await name.fill("My gaps");
  await expect(form.getByRole("alert").first()).toBeVisible();
  await expect(form.getByRole("button", { name: "Publish", exact: true })).toBeDisabled();
  await name.fill("my-form-gaps");
  await form.getByLabel("Title").fill("Gaps from a form");
  await form.getByLabel("License").fill("CC-BY-4.0");
  await form.getByLabel("Authors").fill("Lovelace, Ada");
  await form.getByLabel("Role of gap (eV)").selectOption("target");
  await form.getByLabel("Unit of gap (eV)").fill("electronvolts per parsnip");
  await expect(form.getByText(/parsnip/).first()).toBeVisible();
  await form.getByLabel("Unit of gap (eV)").fill("eV");
  const card = form.getByRole("region", { name: "Gaps from a form" });
  await expect(card.getByText("CC-BY-4.0")).toBeVisible();

  await form.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(form.getByText("Published my-form-gaps@1.0.0")).toBeVisible();
  await lab.runCode(
    `form.published, foundry.load(form.published)["train"].to_arrow().schema.field("gap (eV)").metadata[b"role"]`,
  );
  await expect(page.locator(".jp-OutputArea-output").last()).toContainText("('my-form-gaps@1.0.0', b'target')");
  const panel = await lab.openPanel();
  await panel.getByRole("searchbox").fill("gaps from a form");
  await expect(panel.getByRole("option", { name: /Gaps from a form/ })).toBeVisible();
});

test("one list says what is missing, leads to its fields by keyboard, and nothing covers them", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.openPanel();
  await lab.runCode(`import foundry_lab as foundry, pandas as pd
frame = pd.DataFrame({"formula": ["NaCl", "Si"], "gap": [8.5, 1.1], "note": ["a", None]})
foundry.publish_form(frame)`);
  const form = page.locator("foundry-publish");
  const missing = form.getByRole("region", { name: "What is missing" });
  await expect(missing.getByRole("listitem")).toHaveCount(5);
  const button = form.getByRole("button", { name: "Publish", exact: true });

  const split = form.getByLabel("Name of split 1");
  for (const name of ["My Gaps!", "test set", ""]) {
    await split.fill(name);
    await split.press("Tab");
    await expect(missing.getByText("is not a split's name")).toBeVisible();
    await expect(split).toHaveAttribute("aria-invalid", "true");
    await expect(button).toHaveAccessibleDescription("Fix 1 issue first.");
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(split).toBeFocused();
  }
  await split.fill("train");
  await split.press("Tab");
  await expect(button).toBeEnabled();

  await missing.getByRole("button", { name: "The record has no citations." }).focus();
  await page.keyboard.press("Enter");
  await expect(form.getByLabel("To cite")).toBeFocused();

  for (const [width, height] of [
    [1400, 900],
    [1024, 700],
    [640, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const field of await form.locator("[data-field]").all()) {
      await field.focus();
      await expect
        .poll(() =>
          field.evaluate((element) => {
            const { left, top, width, height } = element.getBoundingClientRect();
            let over = document.elementFromPoint(left + width / 2, top + height / 2);
            while (over?.shadowRoot) {
              const inner = over.shadowRoot.elementFromPoint(left + width / 2, top + height / 2);
              if (!inner || inner === over) break;
              over = inner;
            }
            return over === element;
          }),
        )
        .toBe(true);
    }
  }
});

test("a file shows what is stored beside what is written; a type is stated, and is what loads", async ({
  lab,
  page,
}) => {
  await lab.newNotebook();
  await lab.runCode(`import foundry_lab as foundry
from pathlib import Path
from tempfile import mkdtemp
codes = Path(mkdtemp(), "codes.csv")
_ = codes.write_text("code,grade,gap\\n007,low,1.50\\n012,high,\\n")
form = foundry.publish_form(str(codes))
form`);
  const form = page.locator("foundry-publish");
  const understood = form.getByRole("group", { name: "What was understood of split train" });
  const code = understood.getByRole("row", { name: /^code/ });
  await expect(code).toContainText("string");
  await expect(code.getByText("007")).toHaveCount(2);
  const guess = understood.getByRole("listitem").filter({ hasText: "'code' is text" });
  await expect(guess).toContainText('columns={"code": {"type": "int64"}}');
  await expect(understood.getByRole("row", { name: /^gap/ })).toContainText("1.50missing1.5missing");

  await form.getByLabel("Type of gap").fill("date32");
  await expect(form.getByRole("alert").filter({ hasText: "Row 1" })).toContainText("date32");
  await form.getByLabel("Type of gap").fill("decimal128(5, 2)");
  await expect(understood.getByRole("row", { name: /^gap/ })).toContainText("1.50missing1.50missing");
  await form.getByLabel("Type of grade").fill("category");
  await form.getByLabel("Categories of grade").fill("low; high");
  await expect(understood.getByRole("row", { name: /^grade/ })).toContainText("category, in order");
  await form.getByText("How files are read").click();
  await form.getByLabel("Header row").fill("2");
  await expect(understood.getByRole("row", { name: /^007/ })).toBeVisible();
  await form.getByLabel("Header row").fill("");
  await expect(code).toBeVisible();

  await form.getByLabel("Name", { exact: true }).fill("codes-of-a-form");
  await form.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(form.getByText("Published codes-of-a-form@1.0.0")).toBeVisible();
  await lab.runCode(
    `table = foundry.load(form.published)["train"].to_arrow(); print(table["code"].to_pylist(), table["gap"].type, table["grade"].type.ordered)`,
  );
  await expect(page.locator(".jp-OutputArea-output").last()).toContainText("['007', '012'] decimal128(5, 2) True");
});
