import type { JupyterFrontEnd } from "@jupyterlab/application";
import { MainAreaWidget } from "@jupyterlab/apputils";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { HubClient } from "../client/hub-client.js";
import type { LoadSelection } from "../core/cell-source.js";
import { fetchHeaders, hubOfServer } from "./connection.js";
import { foundryIcon } from "./icon.js";
import { TablePane, type AskedCell } from "./table-pane.js";

/** Opens a split's rows in a tab, read from its Parquet file by a worker: no kernel is needed. */
export function openDatasetTab(
  app: JupyterFrontEnd,
  { dataset: name, version, split }: LoadSelection,
  insert: (cell: AskedCell) => unknown,
  trans: TranslationBundle,
): void {
  const id = `foundry-table-${name}@${version}-${split}`;
  const open = [...app.shell.widgets("main")].find((widget) => widget.id === id);
  if (open) {
    app.shell.activateById(id);
    return;
  }
  const settings = app.serviceManager.serverSettings;
  const pane = new TablePane(async (worker) => {
    const [hub, { SplitSource }] = await Promise.all([hubOfServer(settings), import("./file-source.js")]);
    return SplitSource.open(
      worker,
      { ...(await describe(hub, name, version)), headers: fetchHeaders(settings) },
      split,
    );
  }, trans);
  pane.insert = insert;
  const widget = new MainAreaWidget({ content: pane });
  widget.id = id;
  widget.title.label = `${name} ${split}`;
  widget.title.caption = trans.__("%1, version %2: rows without a kernel", name, version);
  widget.title.icon = foundryIcon;
  widget.title.closable = true;
  app.shell.add(widget, "main");
  app.shell.activateById(id);
}

async function describe(hub: HubClient, name: string, version: string) {
  const [dataset, statistics] = await Promise.all([hub.dataset(name, version), hub.statistics(name, version)]);
  const { packageComparison } = await import("../components/card/package-comparison.js");
  const { title, columns } = dataset;
  const splits = dataset.splits.map(({ name: split, rows, path }) => ({
    ...{ name: split, rows },
    url: new URL(hub.fileUrl("dataset", name, dataset.version, path), document.location.href).href,
  }));
  const compare = packageComparison(dataset, statistics, hub)?.compare;
  return { title, columns, splits, statistics, compare, reference: `${name}@${dataset.version}` };
}
