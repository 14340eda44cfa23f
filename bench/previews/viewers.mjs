// The viewers that are compared: how each is shown, and where its rows and headers are.

/** Code that makes the tables; `id` comes first, so that a row can be told on any screen. */
export const tablesOf = (folder, rows, columns) => `
import sys, warnings, gc
warnings.simplefilter("ignore")
sys.path.insert(0, ${JSON.stringify(folder)})
from tables import numbered
import psutil
table = numbered(${rows}, ${columns})
def rss():
    gc.collect()
    return psutil.Process().memory_info().rss / 1e6
`;

const frameOf = `
frame = table.to_pandas()
`;

/**
 * Each viewer: `prepare` (what a person has done before), `show` (the cell), `cells` (where its rows' texts are),
 * `scrolls` (what scrolls them), `bars` (its headers' distributions).
 */
export const viewers = {
  "foundry_lab.preview": {
    prepare: "import foundry_lab, foundry_lab.widgets.preview",
    show: "foundry_lab.preview(table)",
    cells: "[role=gridcell]",
    scrolls: "foundry-table .scroller, .scroller[role=grid]",
    bars: ".head svg.bars",
    jumps: true,
  },
  quak: {
    prepare: "import quak",
    show: "quak.Widget(table)",
    cells: "td",
    bars: "svg",
    noJump: "rows are appended 100 at a time",
  },
  perspective: {
    prepare: "from perspective.widget import PerspectiveWidget",
    show: "PerspectiveWidget(table)",
    cells: "td",
    scrolls: "regular-table",
    jumps: true,
    noBrush: "its headers have no distributions",
  },
  ipydatagrid: {
    prepare: `from ipydatagrid import DataGrid${frameOf}`,
    show: "DataGrid(frame)",
    cells: "canvas",
    scrolls: ".lm-DataGrid-viewport",
    wheel: true,
    rowHeight: 20,
    jumps: true,
    noBrush: "its headers have no distributions",
  },
  itables: {
    prepare: `import itables; itables.init_notebook_mode(all_interactive=False, connected=False)${frameOf}`,
    show: "itables.show(frame)",
    cells: "td",
    noJump: "it holds a sample of the rows",
    noBrush: "its headers have no distributions",
  },
  "prebuilt HTML of 100 rows (floor)": {
    prepare: "from IPython.display import HTML; page = HTML(table.slice(0, 100).to_pandas().to_html())",
    show: "page",
    cells: "td",
    floor: true,
    noJump: "it has 100 rows",
    noBrush: "it has no distributions",
  },
};
