import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./lab-page.ts";

test("find, card, preview, load and back with the keyboard alone", async ({ lab, page }) => {
  await lab.newNotebook();
  const panel = await lab.openPanel();
  const { keyboard } = page;
  const focused = panel.locator(":focus").last();

  await panel.getByRole("searchbox").focus();
  await keyboard.type("band gap");
  await expect(panel.getByRole("tab", { name: "Datasets 2" })).toBeVisible();
  await keyboard.press("ArrowDown");
  await expect(focused).toHaveAttribute("id", "hit-0");
  await keyboard.press("End");
  await expect(focused).toHaveAttribute("id", "hit-1");
  await keyboard.press("Home");
  await keyboard.press("Enter");
  const card = panel.getByRole("region", { name: "Experimental band gaps" });
  await expect(card).toBeVisible();

  const press = async (name: string) => {
    for (let presses = 0; presses < 30; presses++) {
      if ((await focused.textContent())?.trim() === name) {
        await keyboard.press("Enter");
        return;
      }
      await keyboard.press("Tab");
    }
    throw new Error(`Tab does not reach ${name}`);
  };
  await press("Preview");
  await expect(page.locator("foundry-preview").getByRole("columnheader", { name: /gap.*eV/ })).toBeVisible();
  await lab.command("foundry:open-panel");
  await panel.getByRole("button", { name: /^Back to/ }).focus();
  await press("Load in notebook");
  await expect
    .poll(() => lab.sources())
    .toContainEqual(expect.stringContaining('matbench_expt_gap["train"].to_arrow('));
  await panel.getByRole("button", { name: /^Back to/ }).focus();
  await keyboard.press("Escape");
  await expect(focused).toHaveAttribute("id", "hit-0");

  await keyboard.press("ArrowDown");
  await keyboard.press("l");
  await expect.poll(async () => (await lab.sources()).join("\n")).toMatch(/load\("(?!matbench-expt-gap)/);
  await expect(card).toBeHidden();
});

for (const [width, height] of [
  [1400, 900],
  [1024, 700],
  // As much room as a window of 1400 × 900 has at 200 %.
  [700, 450],
] as const)
  test(`a result offers its actions at ${width} × ${height}, each large enough`, async ({ lab, page }) => {
    await page.setViewportSize({ width, height });
    await lab.newNotebook();
    const panel = await lab.openPanel();
    const option = panel.getByRole("option").first();
    const quick = panel.locator(".row").first().locator(".quick");
    await expect(quick).toHaveCSS("opacity", "0");
    await option.hover();
    await expect(quick).toHaveCSS("opacity", "1");
    await page.mouse.move(width - 1, height - 1);
    await option.focus();
    await expect(quick).toHaveCSS("opacity", "1");
    for (const theme of ["JupyterLab Dark", "JupyterLab Light"] as const) {
      await lab.theme(theme);
      await option.focus();
      const { violations } = await new AxeBuilder({ page }).include("foundry-panel").analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    }
    const small = await panel.evaluate((element) => {
      const roots: ParentNode[] = [element.shadowRoot ?? element];
      const targets: string[] = [];
      for (const root of roots)
        for (const node of root.querySelectorAll<HTMLElement>("*")) {
          if (node.shadowRoot) roots.push(node.shadowRoot);
          const { width: across, height: down } = node.getBoundingClientRect();
          if (!node.matches("button, select, summary, a[href], [role=tab], [role=option]") || across === 0) continue;
          if (across < 24 || down < 24) targets.push(`${node.outerHTML.slice(0, 80)} ${across} × ${down}`);
        }
      return targets;
    });
    expect(small).toEqual([]);
  });
