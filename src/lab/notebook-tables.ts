import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { Kernel } from "@jupyterlab/services";
import type { NotebookTable } from "../components/panel/notebook-tables.js";
import type { FoundryPanel } from "./panel.js";

/** Fails, and so lists nothing, in a kernel that is not Python or lacks the package. */
const EXPRESSION = "__import__('foundry_lab.widgets.variables', fromlist=['NotebookTables']).NotebookTables(globals())";

/** Lists the tables in the kernel of the notebook in front, anew after each cell and when another notebook comes. */
export function followTables(tracker: INotebookTracker, panel: FoundryPanel): void {
  let following: NotebookPanel | null = null;
  const ask = () => {
    // Asking makes the kernel busy and idle again: that must not ask once more.
    if (!asking) void listTables(tracker.currentWidget).then((tables) => panel.showTables(tables));
  };
  const idle = (_: unknown, status: string) => {
    // The panel asks only when a person has opened it.
    if (status === "idle" && panel.shown && panel.isVisible) ask();
  };
  tracker.currentChanged.connect((_, now) => {
    following?.sessionContext.statusChanged.disconnect(idle);
    following = now;
    now?.sessionContext.statusChanged.connect(idle);
    if (panel.shown) ask();
  });
  panel.opened.connect(ask);
}

let asking = false;

async function listTables(notebook: NotebookPanel | null): Promise<NotebookTable[]> {
  const kernel: Kernel.IKernelConnection | null | undefined = notebook?.sessionContext.session?.kernel;
  if (!kernel) return [];
  asking = true;
  try {
    const future = kernel.requestExecute({
      code: "",
      silent: true,
      store_history: false,
      user_expressions: { tables: EXPRESSION },
    });
    const { content } = await future.done;
    const found: unknown = "user_expressions" in content ? content.user_expressions["tables"] : undefined;
    return tablesOf(found);
  } catch {
    // A kernel that ended meanwhile has no tables.
    return [];
  } finally {
    // The kernel's own idle message comes after its reply.
    setTimeout(() => (asking = false));
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function tablesOf(found: unknown): NotebookTable[] {
  const data = isObject(found) ? found["data"] : undefined;
  const listed = isObject(data) ? data["application/json"] : undefined;
  return Array.isArray(listed) ? listed.filter(isTable) : [];
}

const isTable = (value: unknown): value is NotebookTable =>
  isObject(value) &&
  [value["name"], value["kind"]].every((text) => typeof text === "string") &&
  typeof value["columns"] === "number" &&
  [value["rows"], value["bytes"]].every((count) => count === null || typeof count === "number");
