import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { PathExt } from "@jupyterlab/coreutils";
import { ABCWidgetFactory, DocumentWidget, TextModelFactory, type DocumentRegistry } from "@jupyterlab/docregistry";
import { INotebookTracker } from "@jupyterlab/notebook";
import type { Contents } from "@jupyterlab/services";
import { ITranslator, nullTranslator, type TranslationBundle } from "@jupyterlab/translation";
import type { PreviewSelection } from "../components/preview/preview-source.js";
import type { FileFormat } from "../files/table-file.js";
import { insertCell, recordOf } from "./cells.js";
import { fetchHeaders } from "./connection.js";
import { foundryIcon } from "./icon.js";
import { currentNotebook } from "./notebooks.js";
import { TablePane } from "./table-pane.js";

const FACTORY = "Foundry Table";
const MODEL = "foundry-file";

/** The formats by the file types of JupyterLab; it has those of CSV and TSV itself. */
const FORMATS: Record<string, FileFormat> = {
  "foundry-parquet": "parquet",
  "foundry-arrow": "arrow",
  csv: "csv",
  tsv: "csv",
};
const TYPES = [
  {
    name: "foundry-parquet",
    displayName: "Parquet",
    extensions: [".parquet", ".pq"],
    mimeTypes: ["application/vnd.apache.parquet"],
  },
  {
    name: "foundry-arrow",
    displayName: "Arrow",
    extensions: [".arrow", ".arrows", ".feather", ".ipc"],
    mimeTypes: ["application/vnd.apache.arrow.file"],
  },
];

/** Shows table files that are opened in the file browser, without a kernel. */
export const filesPlugin: JupyterFrontEndPlugin<void> = {
  id: "foundry-lab:files",
  description: "Shows Parquet, Arrow, CSV and TSV files as tables, without a kernel.",
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, tracker: INotebookTracker, translator: ITranslator | null) => {
    const trans = (translator ?? nullTranslator).load("foundry-lab");
    const { docRegistry: registry } = app;
    for (const type of TYPES)
      registry.addFileType({ ...type, contentType: "file", fileFormat: "base64", icon: foundryIcon });
    registry.addModelFactory(new UnreadFactory());
    registry.addWidgetFactory(
      new TableFactory(
        {
          name: FACTORY,
          label: trans.__("Foundry Table"),
          modelName: MODEL,
          fileTypes: Object.keys(FORMATS),
          defaultFor: TYPES.map(({ name }) => name),
          readOnly: true,
        },
        app,
        tracker,
        trans,
        // Its own types leave a property undefined that the registry's do not.
      ) as DocumentRegistry.WidgetFactory,
    );
  },
};

/** A document whose content Jupyter does not read: the worker reads what is looked at. */
class UnreadFactory extends TextModelFactory {
  override get name(): string {
    return MODEL;
  }

  override get fileFormat(): Contents.FileFormat {
    return null;
  }

  override createNew(): DocumentRegistry.ICodeModel {
    // A shared document would be filled with the file's text.
    return super.createNew({ collaborationEnabled: false });
  }
}

class TableFactory extends ABCWidgetFactory<DocumentWidget<TablePane>> {
  constructor(
    options: DocumentRegistry.IWidgetFactoryOptions<DocumentWidget<TablePane>>,
    private readonly app: JupyterFrontEnd,
    private readonly tracker: INotebookTracker,
    private readonly trans: TranslationBundle,
  ) {
    super(options);
  }

  protected override createNewWidget(context: DocumentRegistry.Context): DocumentWidget<TablePane> {
    const { trans } = this;
    const pane = new TablePane(async (worker) => {
      const { openFileSource } = await import("./file-source.js");
      const { contents, serverSettings } = this.app.serviceManager;
      const url = await contents.getDownloadUrl(context.path);
      const request = {
        url,
        name: PathExt.basename(context.localPath),
        format: formatOf(context.path),
        headers: fetchHeaders(serverSettings),
      };
      return openFileSource(worker, request, await this.cells(context));
    }, trans);
    pane.insert = async ({ source, selection }) => {
      insertCell(
        await currentNotebook(this.app, this.tracker, trans),
        recordOf("file", { ...selection, path: context.path }, source),
      );
    };
    void context.ready.then(() => context.fileChanged.connect(() => pane.open()));
    const widget = new DocumentWidget({ content: pane, context });
    widget.title.icon = foundryIcon;
    return widget;
  }

  /** Paths in a cell are relative to the notebook that it goes to. */
  private async cells(context: DocumentRegistry.Context): Promise<(selection: PreviewSelection) => string> {
    const { fileSelection, loadCell } = await import("../core/cell-source.js");
    return ({ columns, view }) => {
      const notebook = this.tracker.currentWidget?.context.localPath;
      const path =
        notebook === undefined ? context.localPath : PathExt.relative(PathExt.dirname(notebook), context.localPath);
      return loadCell(fileSelection(path, { ...(columns && { columns }), ...(view && { view }) }));
    };
  }
}

function formatOf(path: string): FileFormat {
  const extension = PathExt.extname(path).toLowerCase();
  const found = TYPES.find(({ extensions }) => extensions.includes(extension));
  return found ? (FORMATS[found.name] ?? "csv") : "csv";
}
