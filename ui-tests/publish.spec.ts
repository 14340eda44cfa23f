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
