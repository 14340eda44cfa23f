import { expect, test as base, type Locator, type Page } from "@playwright/test";
import { startLabServer, type LabServer } from "./lab-server.ts";

/** What the tests need of JupyterLab's application object, which `--expose-app-in-browser` puts on the page. */
interface LabApplication {
  restored: Promise<void>;
  shell: { collapseLeft(): void };
  commands: { execute(id: string, args?: object): Promise<unknown> };
}

interface NotebookPanel {
  sessionContext: { ready: Promise<void>; kernelDisplayStatus: string; restartKernel(): Promise<void> };
  context: { ready: Promise<void>; path: string; save(): Promise<void> };
  dispose(): void;
  content: {
    activeCellIndex: number;
    widgets: {
      model: {
        id: string;
        executionCount?: number;
        sharedModel: { getSource(): string; setSource(text: string): void };
      };
    }[];
    model: { sharedModel: { insertCell(index: number, cell: object): void } };
  };
}

declare global {
  var jupyterapp: LabApplication | undefined;
  var notebookPanel: NotebookPanel | undefined;
}

/** JupyterLab as a person sees it, and the few things that need its application object. */
export class Lab {
  constructor(
    readonly page: Page,
    readonly server: LabServer,
  ) {}

  async open(): Promise<void> {
    await this.page.goto(this.server.url);
    await this.ready();
  }

  /** JupyterLab is there, after the page was loaded. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(() => globalThis.jupyterapp);
    await this.page.evaluate(() => globalThis.jupyterapp?.restored);
  }

  /** Saves the notebook; resolves to its path. */
  async save(): Promise<string> {
    return this.page.evaluate(async () => {
      const { context } = globalThis.notebookPanel ?? {};
      if (!context) throw new Error("There is no notebook.");
      await context.save();
      return context.path;
    });
  }

  /** Opens a notebook, with a kernel that answers. */
  async openNotebook(path: string): Promise<void> {
    await this.page.evaluate(async (wanted) => {
      const panel = (await globalThis.jupyterapp?.commands.execute("docmanager:open", {
        path: wanted,
      })) as NotebookPanel;
      await panel.sessionContext.ready;
      await panel.context.ready;
      globalThis.notebookPanel = panel;
    }, path);
    await this.idle();
  }

  async closeNotebook(): Promise<void> {
    await this.page.evaluate(async () => {
      await globalThis.notebookPanel?.context.save();
      globalThis.notebookPanel?.dispose();
      globalThis.notebookPanel = undefined;
    });
  }

  async closeOutputs(): Promise<void> {
    await this.page.evaluate(() => globalThis.jupyterapp?.commands.execute("notebook:clear-all-cell-outputs"));
  }

  async activate(index: number): Promise<void> {
    await this.page.evaluate((at) => {
      const { content } = globalThis.notebookPanel ?? {};
      if (content) content.activeCellIndex = at;
    }, index);
  }

  /** A new notebook with a kernel that answers. */
  async newNotebook(): Promise<void> {
    await this.page.evaluate(async () => {
      const panel = (await globalThis.jupyterapp?.commands.execute("notebook:create-new", {
        kernelName: "python3",
      })) as NotebookPanel;
      await panel.sessionContext.ready;
      await panel.context.ready;
      globalThis.notebookPanel = panel;
    });
    await this.idle();
  }

  async idle(): Promise<void> {
    await expect
      .poll(() => this.page.evaluate(() => globalThis.notebookPanel?.sessionContext.kernelDisplayStatus), {
        timeout: 0,
      })
      .toBe("idle");
  }

  async command(id: string, args: object = {}): Promise<void> {
    await this.page.evaluate(([name, given]) => void globalThis.jupyterapp?.commands.execute(name, given), [
      id,
      args,
    ] as const);
  }

  /** Text of each cell of the notebook. */
  sources(): Promise<string[]> {
    return this.page.evaluate(
      () => globalThis.notebookPanel?.content.widgets.map(({ model }) => model.sharedModel.getSource()) ?? [],
    );
  }

  /** Replaces a cell's text as a person would who typed it. */
  async edit(index: number, text: string): Promise<void> {
    await this.page.evaluate(
      ([at, source]) => globalThis.notebookPanel?.content.widgets[at]?.model.sharedModel.setSource(source),
      [index, text] as const,
    );
  }

  executionCounts(): Promise<(number | undefined)[]> {
    return this.page.evaluate(
      () => globalThis.notebookPanel?.content.widgets.map(({ model }) => model.executionCount ?? undefined) ?? [],
    );
  }

  /** Puts a cell at the end and runs it. */
  async runCode(source: string): Promise<void> {
    await this.page.evaluate(async (text) => {
      const { content } = globalThis.notebookPanel ?? {};
      if (!content) throw new Error("There is no notebook.");
      const index = content.widgets.length;
      content.model.sharedModel.insertCell(index, { cell_type: "code", source: text });
      content.activeCellIndex = index;
      await globalThis.jupyterapp?.commands.execute("notebook:run-cell");
    }, source);
  }

  /** Puts a cell at the end, as the panel writes one: its record says what it was written for. */
  async insertCode(source: string, selection: object): Promise<void> {
    await this.page.evaluate(
      ([text, record]) => {
        const { content } = globalThis.notebookPanel ?? {};
        content?.model.sharedModel.insertCell(content.widgets.length, {
          cell_type: "code",
          source: text,
          metadata: { foundry: { selection: record, source: text } },
        });
      },
      [source, selection] as const,
    );
  }

  async runCell(index: number): Promise<void> {
    await this.activate(index);
    await this.runActiveCell();
  }

  async runActiveCell(): Promise<void> {
    await this.command("notebook:run-cell");
  }

  async restartKernel(): Promise<void> {
    await this.page.evaluate(() => globalThis.notebookPanel?.sessionContext.restartKernel());
  }

  /** The page as narrow as a phone's, with nothing but the notebook in it. */
  async phone(): Promise<void> {
    await this.page.evaluate(async () => {
      const { commands } = globalThis.jupyterapp ?? {};
      await commands?.execute("application:set-mode", { mode: "single-document" });
      globalThis.jupyterapp?.shell.collapseLeft();
      for (const side of ["left", "right"]) await commands?.execute("application:toggle-side-tabbar", { side });
    });
    await this.page.setViewportSize({ width: 320, height: 900 });
  }

  async theme(name: "JupyterLab Light" | "JupyterLab Dark"): Promise<void> {
    await this.command("apputils:change-theme", { theme: name });
    await expect(this.page.locator("body")).toHaveAttribute("data-jp-theme-name", name);
    await expect(this.page.locator("#jupyterlab-splash")).toHaveCount(0);
  }

  async openPanel(): Promise<Locator> {
    await this.command("foundry:open-panel");
    const panel = this.page.locator("foundry-panel");
    await expect(panel.getByRole("option").first()).toBeVisible();
    return panel;
  }
}

/** Waits until a model that was started has ended, as long as the test may take: a kernel reads a model at its own pace. */
export const runEnded = (run: Locator): Promise<void> =>
  run.getByRole("progressbar").waitFor({ state: "detached", timeout: 0 });

/** A test with JupyterLab open in a page; the server is shared by the tests of a file. */
export const test = base.extend<{ lab: Lab }, { server: LabServer }>({
  server: [
    async ({}, use) => {
      const server = await startLabServer();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  lab: async ({ page, server }, use) => {
    const lab = new Lab(page, server);
    await lab.open();
    await use(lab);
  },
});

export { expect };
