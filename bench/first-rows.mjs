// From running a cell to the first painted rows of 1,000,000 x 20, in JupyterLab: ours, quak, and prebuilt HTML as the floor.
import { openNotebook, startBrowser, startLab, timeCell } from "./lab.mjs";
import { report } from "./timing.mjs";

const setup = `
import sys, warnings
warnings.simplefilter("ignore")
sys.path.insert(0, ${JSON.stringify(import.meta.dirname)})
from tables import numbers
table = numbers(1_000_000)
import foundry_lab, quak, pandas
from IPython.display import HTML
page = HTML(table.slice(0, 100).to_pandas().to_html())
import foundry_lab.widgets.preview
`;

/** Text of every descendant, through shadow roots. */
function rowsOf(tag) {
  return `(node) => {
    const roots = [...node.querySelectorAll(".jp-OutputArea-output *")];
    for (const element of roots) if (element.shadowRoot) roots.push(...element.shadowRoot.querySelectorAll("*"));
    return roots.some((element) => element.matches(${JSON.stringify(tag)}) && /-?\\d\\.\\d/.test(element.textContent));
  }`;
}

const ways = {
  "foundry_lab.preview": ["foundry_lab.preview(table)", rowsOf("[role=gridcell]")],
  "quak.Widget": ["quak.Widget(table)", rowsOf("td")],
  "prebuilt HTML of 100 rows (floor)": ["page", rowsOf("td")],
};

const lab = await startLab(process.env.FOUNDRY_BENCH_PYTHON);
const browser = await startBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.goto(lab.url);
  await page.waitForFunction(() => globalThis.jupyterapp);
  await openNotebook(page, setup);
  const cold = {};
  const warm = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let turn = 0; turn < 8; turn++)
    for (const [name, [source, painted]] of Object.entries(ways)) {
      const milliseconds = await timeCell(page, source, painted);
      if (turn === 0) cold[name] = milliseconds;
      else warm[name].push(milliseconds);
    }
  const rows = Object.entries(warm).map(([name, milliseconds]) => ({
    name,
    milliseconds,
    ...(name === "foundry_lab.preview" ? { target: 1 } : {}),
  }));
  report("First painted rows of 1,000,000 x 20, warm", rows, "quak.Widget");
  const first = Object.entries(cold).map(([name, value]) => ({
    name,
    milliseconds: [value],
    ...(name === "foundry_lab.preview" ? { target: 1 } : {}),
  }));
  report("First painted rows of 1,000,000 x 20, first widget on the page (one run)", first, "quak.Widget");
  await domStaysConstant(page);
} finally {
  await browser.close();
  await lab.stop();
}

/** Scrolls our table from end to end and counts the elements under it. */
async function domStaysConstant(page) {
  const counts = await page.evaluate(async () => {
    const deep = (root, found = []) => {
      for (const element of root.querySelectorAll("*")) {
        found.push(element);
        if (element.shadowRoot) deep(element.shadowRoot, found);
      }
      return found;
    };
    const table = deep(globalThis.benchPanel.node).findLast((element) => element.localName === "foundry-table");
    const inside = () => deep(table.shadowRoot).length;
    const scroller = deep(table.shadowRoot).find((element) => element.scrollHeight > element.clientHeight + 1000);
    const seen = [];
    for (let step = 0; step <= 20; step++) {
      scroller.scrollTop = (scroller.scrollHeight * step) / 20;
      for (let frame = 0; frame < 10; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      seen.push(inside());
    }
    return seen;
  });
  console.log(
    `\nElements in the table while scrolling 1,000,000 rows: ${Math.min(...counts)} to ${Math.max(...counts)}`,
  );
}
