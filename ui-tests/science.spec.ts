import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { root } from "../scripts/environment.mjs";
import { expect, test } from "./lab-page.ts";

/** A table with one column of every kind of scientific value. */
const TABLE = `
import base64, io, math, struct, zlib
import foundry_lab as foundry, pyarrow as pa

def png(r, g, b):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\\0" + bytes([r, g, b]) * 32 for _ in range(32))
    return b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 32, 32, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")

NACL = """data_NaCl
_cell_length_a 5.64
_cell_length_b 5.64
_cell_length_c 5.64
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 90
_symmetry_space_group_name_H-M 'P 1'
loop_
_symmetry_equiv_pos_as_xyz
'x, y, z'
loop_
_atom_site_label
_atom_site_type_symbol
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
""" + "\\n".join(f"{s}{i} {s} {x} {y} {z}" for i, (s, x, y, z) in enumerate([("Na",0,0,0),("Na",.5,.5,0),("Na",.5,0,.5),("Na",0,.5,.5),("Cl",.5,0,0),("Cl",0,.5,0),("Cl",0,0,.5),("Cl",.5,.5,.5)])) + "\\n"
WATER = "3\\nwater\\nO 0.000 0.000 0.117\\nH 0.000 0.757 -0.469\\nH 0.000 -0.757 -0.469\\n"
spectrum = [[math.exp(-((x - 60 - 20 * k) / 8) ** 2) for x in range(200)] for k in range(3)]
maps = [[[[math.sin(a * x / 3) * math.cos(b * y / 3) for x in range(12)] for y in range(10)] for b in range(1, 4)] for a in range(1, 4)]
shown = pa.table({
    "formula": ["NaCl", "H2O", "Fe2(SO4)3"],
    "spectrum": spectrum,
    "picture": [png(200, 40, 40), png(40, 160, 60), None],
    "smiles": ["c1ccccc1C(=O)O", "CN1C=NC2=C1C(=O)N(C(=O)N2C)C", "not a molecule ]["],
    "structure": [NACL, WATER, "data_broken\\n_cell_length_a x\\n"],
    "map": maps,
    "record": [{"method": "XRD", "peaks": [{"at": 27.4, "hkl": [1, 1, 1]}]}, {"method": "none", "peaks": []}, None],
})
`;

/** How many different colours an element shows on the screen: one where nothing is drawn in it. */
async function colours(element: Locator): Promise<number> {
  const page = element.page();
  const picture = (await element.screenshot()).toString("base64");
  return page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext("2d");
    if (!context) return 0;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(4, 4, image.width - 8, image.height - 8);
    const seen = new Set<number>();
    for (let i = 0; i < data.length; i += 4)
      seen.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
    return seen.size;
  }, picture);
}

test.use({
  launchOptions: async ({ launchOptions }, use) =>
    use({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), "--enable-unsafe-swiftshader", "--use-gl=angle", "--use-angle=swiftshader"],
    }),
});

test("molecules, crystals, images, curves, arrays, records as trees and formulas are drawn, with nothing from another host", async ({
  lab,
  page,
}) => {
  test.setTimeout(180_000);
  // Behind a firewall there is no other host than this one.
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(?:https?|wss?):$/.test(protocol) && hostname !== "127.0.0.1") elsewhere.push(request.url());
  });
  await lab.newNotebook();
  await lab.runCode(TABLE);
  await lab.runCode('foundry.preview(shown, title="science")');
  const preview = page.locator("foundry-preview");
  const grid = preview.getByRole("grid");
  await expect(grid.getByRole("gridcell", { name: "NaCl", exact: true })).toBeVisible();

  await test.step("in the cells: subscripts, thumbnails, sparklines", async () => {
    await expect(grid.locator("sub").first()).toHaveText("2");
    await expect(grid.locator("img.thumbnail")).toHaveCount(2);
    await expect
      .poll(() =>
        grid
          .locator("img.thumbnail")
          .first()
          .evaluate((image: HTMLImageElement) => image.naturalWidth),
      )
      .toBe(32);
    await expect(grid.locator("svg.sparkline")).toHaveCount(3);
  });
  const pane = preview.locator("foundry-row-pane");
  const open = async (row: number) => {
    await grid
      .locator(`[role=row][aria-rowindex="${row + 2}"] .cell`)
      .first()
      .dblclick();
    await expect(pane.getByText(`row ${row} of 3`)).toBeVisible();
  };
  const value = (column: string) =>
    pane.locator("dt", { hasText: new RegExp(`^\\s*${column}`) }).locator("xpath=following-sibling::dd[1]");
  const drawn = async (column: string, tag: string, least = 8) => {
    const element = value(column).locator(tag);
    await element.scrollIntoViewIfNeeded();
    await expect(element).toBeVisible();
    await expect.poll(() => colours(element), { timeout: 30_000 }).toBeGreaterThan(least);
    await element.screenshot({
      path: `test-results/science-${column}-${await preview.locator("foundry-row-pane").evaluate((row: HTMLElement & { row: number }) => row.row)}.png`,
    });
  };

  await test.step("a crystal with its unit cell, and a molecule from its coordinates", async () => {
    await open(0);
    await drawn("structure", "foundry-structure .view");
    await expect(value("structure").getByText(/Na4Cl4|8 atoms/)).toBeVisible();
    const view = value("structure").locator("foundry-structure .view");
    const before = await view.screenshot();
    await view.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect.poll(async () => (await view.screenshot()).equals(before)).toBe(false);
    await pane.getByRole("button", { name: "Next row" }).click();
    await expect(pane.getByText("row 1 of 3")).toBeVisible();
    await drawn("structure", "foundry-structure .view");
    await expect(value("structure").getByText("3 atoms")).toBeVisible();
  });
  await test.step("a molecule from its SMILES", async () => {
    await drawn("smiles", "foundry-smiles svg");
    expect(
      await value("smiles")
        .locator("foundry-smiles svg line, foundry-smiles svg path, foundry-smiles svg text")
        .count(),
    ).toBeGreaterThan(10);
  });
  await test.step("a large curve, slices of an array, a record as a tree", async () => {
    await drawn("spectrum", "svg.curve", 3);
    await drawn("map", "canvas.array");
    await expect(value("map").getByText("array of 3 × 10 × 12")).toBeVisible();
    const canvas = value("map").locator("canvas.array");
    const before = await canvas.screenshot();
    await value("map").getByRole("slider").fill("2");
    await expect.poll(async () => (await canvas.screenshot()).equals(before)).toBe(false);
    await expect(value("record").getByText("method:")).toBeVisible();
  });
  await test.step("what cannot be drawn says so, and its text is there", async () => {
    await pane.getByRole("button", { name: "Next row" }).click();
    await expect(pane.getByText("row 2 of 3")).toBeVisible();
    await expect(value("smiles").getByText("This SMILES cannot be drawn.")).toBeVisible();
    await expect(value("smiles").getByText("not a molecule ][")).toBeVisible();
    await expect(value("structure").getByText(/cannot be drawn/)).toBeVisible();
    await expect(value("formula").locator("sub")).toHaveCount(3);
  });
  await test.step("nothing of that came from another host", () => {
    expect(elsewhere).toEqual([]);
  });
  await test.step("dark, and on a phone", async () => {
    await open(0);
    await page.screenshot({ path: "test-results/science-light.png" });
    await lab.theme("JupyterLab Dark");
    for (const column of ["structure", "smiles", "spectrum"]) {
      const element = value(column).locator("foundry-structure, foundry-smiles, svg.curve");
      await element.scrollIntoViewIfNeeded();
      await element.screenshot({ path: `test-results/science-${column}-dark.png` });
    }
    await page.screenshot({ path: "test-results/science-dark.png" });
    await lab.phone();
    await page.screenshot({ path: "test-results/science-phone.png" });
    expect(await preview.evaluate((element) => element.scrollWidth <= element.clientWidth + 1)).toBe(true);
  });
});

test("the periodic table filters rows by the elements that their formula names", async ({ lab, page }) => {
  await lab.newNotebook();
  await lab.runCode(
    'import foundry_lab as foundry, pyarrow as pa\nfoundry.preview(pa.table({"formula": ["CO2", "Co", "CaCO3", "Fe2O3", "SiC"], "n": range(5)}))',
  );
  const preview = page.locator("foundry-preview");
  await preview.getByRole("button", { name: "Menu of formula" }).click();
  const elements = preview.getByRole("group", { name: "Elements that a formula names" });
  await elements.getByRole("button", { name: "C", exact: true }).click();
  await elements.getByRole("button", { name: "O", exact: true }).click();
  await page.screenshot({ path: "test-results/periodic-light.png" });
  await preview.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(preview.getByText("2 of 5 rows")).toBeVisible();
  await expect(preview.locator("foundry-filter-box .chip")).toContainText("formula.has_elements('C', 'O')");
  await expect(preview.getByRole("gridcell", { name: "CaCO3" })).toBeVisible();
  await expect(preview.getByRole("gridcell", { name: "Co", exact: true })).toHaveCount(0);
  await lab.theme("JupyterLab Dark");
  await lab.phone();
  await preview.getByRole("button", { name: "Menu of formula" }).click();
  await expect(elements.getByRole("button", { name: "O", exact: true })).toHaveAttribute("aria-pressed", "true");
  await page.screenshot({ path: "test-results/periodic-phone.png" });
  await elements.getByRole("button", { name: "C", exact: true }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(elements.getByRole("button", { name: "B", exact: true })).toBeFocused();
});

/** Names of the built files that hold these words of a viewer's code. */
function filesWith(words: readonly string[]): string[] {
  const folder = join(root, "foundry_lab/labextension/static");
  const files = readdirSync(folder).filter((name) => name.endsWith(".js"));
  const found = words.map((word) => files.filter((name) => readFileSync(join(folder, name), "utf8").includes(word)));
  expect(found.map(({ length }) => length)).toEqual(words.map(() => 1));
  return found.flat();
}

test("where the code of a viewer does not load, its plain value and one sentence are shown, and it can be asked for again", async ({
  lab,
  page,
}) => {
  test.setTimeout(90_000);
  const viewers = filesWith([
    "createViewerGrid",
    "getRingConnections",
    "plotly_relayouting",
    "Elements that a formula names",
  ]);
  const refused: string[] = [];
  const isViewer = (url: URL) => viewers.some((name) => url.pathname.endsWith(`/${name}`));
  await page.route(isViewer, (route) => {
    refused.push(route.request().url());
    return route.abort();
  });
  await lab.newNotebook();
  await lab.runCode(TABLE);
  await lab.runCode('foundry.preview(shown.add_column(1, "gap", pa.array([1.5, 2.5, 4.0])), title="science")');
  const preview = page.locator("foundry-preview");
  const grid = preview.getByRole("grid");
  const pane = preview.locator("foundry-row-pane");
  const structure = pane.locator("foundry-value", { has: page.locator("foundry-structure") });
  const smiles = pane.locator("foundry-value", { has: page.locator("foundry-smiles") });
  const again = (within: Locator) => within.getByRole("button", { name: "Retry" });
  const gap = preview.getByRole("complementary", { name: "Distribution of gap" });
  const plots = preview.locator("foundry-plots");
  const elements = preview.getByRole("group", { name: "Elements that a formula names" });

  await test.step("a row: its text is there", async () => {
    await grid.getByRole("gridcell", { name: "NaCl", exact: true }).dblclick();
    await expect(
      structure.getByText("The structure is not drawn because the code for it did not load; its text is below."),
    ).toBeVisible();
    await expect(structure.getByText("_cell_length_a 5.64")).toBeVisible();
    await expect(smiles.getByText("The molecule is not drawn because the code for it did not load.")).toBeVisible();
    await expect(smiles.getByText("c1ccccc1C(=O)O")).toBeVisible();
    await smiles.scrollIntoViewIfNeeded();
    await page.screenshot({ path: "test-results/no-viewer-light.png" });
    await lab.theme("JupyterLab Dark");
    await page.screenshot({ path: "test-results/no-viewer-dark.png" });
    await lab.theme("JupyterLab Light");
  });
  await test.step("asked for again without success, it says so again", async () => {
    const before = refused.length;
    await again(smiles).click();
    await expect.poll(() => refused.length).toBeGreaterThan(before);
    await expect(again(smiles)).toBeVisible();
  });
  await test.step("a distribution, a plot and the periodic table; the table goes on", async () => {
    await preview.getByRole("button", { name: "gap", exact: true }).click();
    await expect(gap.getByText("The histogram is not drawn because the code for it did not load.")).toBeVisible();
    await expect(gap.getByText("mean")).toBeVisible();
    await preview.getByRole("button", { name: "▨ plot" }).click();
    await expect(plots.getByText("The plot is not drawn because the code for it did not load.")).toBeVisible();
    await preview.getByRole("button", { name: "Menu of formula" }).click();
    await expect(
      preview.getByText(
        "The periodic table is not shown because the code for it did not load; type a part of the formula.",
      ),
    ).toBeVisible();
    await page.screenshot({ path: "test-results/no-viewer-menu.png" });
    await preview.getByRole("textbox", { name: "Contains" }).fill("H2");
    await preview.getByRole("button", { name: "Filter", exact: true }).click();
    await expect(preview.getByText("1 of 3 rows")).toBeVisible();
    await preview.locator("foundry-filter-box .chip button").click();
    await expect(preview.getByText("3 rows", { exact: true }).first()).toBeVisible();
  });
  await page.unroute(isViewer);
  await test.step("with the connection back, each is drawn when it is asked for again", async () => {
    await again(plots).click();
    await expect(plots.locator(".main-svg").first()).toBeVisible();
    await preview.getByRole("button", { name: "Menu of formula" }).click();
    await expect(elements.getByRole("button", { name: "O", exact: true })).toBeVisible();
    await page.keyboard.press("Escape");
    await preview.getByRole("button", { name: "gap", exact: true }).click();
    await expect(gap.locator(".main-svg").first()).toBeVisible();
    await grid.getByRole("gridcell", { name: "NaCl", exact: true }).dblclick();
    await expect(structure.getByText("8 atoms")).toBeVisible();
    await expect(smiles.locator("svg path, svg line").first()).toBeAttached();
  });
});

test("a viewer in sight is drawn in its place once its code is asked for again", async ({ lab, page }) => {
  const viewers = filesWith(["createViewerGrid", "getRingConnections"]);
  const isViewer = (url: URL) => viewers.some((name) => url.pathname.endsWith(`/${name}`));
  await page.route(isViewer, (route) => route.abort());
  await lab.newNotebook();
  await lab.runCode(TABLE);
  await lab.runCode("foundry.preview(shown)");
  await page.locator("foundry-preview").getByRole("gridcell", { name: "NaCl", exact: true }).dblclick();
  const pane = page.locator("foundry-row-pane");
  const again = pane.getByRole("button", { name: "Retry" });
  await expect(again).toHaveCount(2);
  await page.unroute(isViewer);
  await again.first().click();
  await expect(again).toHaveCount(1);
  await again.click();
  await expect(again).toHaveCount(0);
  await expect(pane.getByText("8 atoms")).toBeVisible();
  await expect(pane.locator("foundry-smiles svg").locator("path, line").first()).toBeAttached();
});
