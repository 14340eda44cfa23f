import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environment, python, root } from "../scripts/environment.mjs";
import { publishExamples } from "../scripts/local-store.mjs";

const TOKEN = "ui-tests";

/** A running JupyterLab with a store, cache and settings of its own. */
export interface LabServer {
  url: string;
  /** Folder that notebooks are in. */
  notebooks: string;
  env: NodeJS.ProcessEnv;
  process: ChildProcess;
  stop(): Promise<void>;
}

/** A port of the loopback that nobody listens at. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/**
 * Starts JupyterLab on a copy of the quickstart and a store with every example package.
 * @param examples - whether the store is filled
 * @param more - variables of its environment; with `FOUNDRY_URL` it uses that hub, and no store is filled
 */
export async function startLabServer(more: Record<string, string> = {}, { examples = true } = {}): Promise<LabServer> {
  const home = mkdtempSync(join(tmpdir(), "foundry-ui-"));
  const notebooks = join(home, "notebooks");
  mkdirSync(notebooks);
  cpSync(join(root, "examples/quickstart.ipynb"), join(notebooks, "quickstart.ipynb"));
  const env = environment({
    FOUNDRY_STORE: join(home, "store"),
    FOUNDRY_CACHE: join(home, "cache"),
    FOUNDRY_RUNTIME_DIR: join(home, "run"),
    JUPYTER_CONFIG_DIR: join(home, "jupyter-config"),
    JUPYTER_DATA_DIR: join(home, "jupyter-data"),
    JUPYTER_RUNTIME_DIR: join(home, "jupyter-run"),
    JUPYTERLAB_SETTINGS_DIR: join(home, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(home, "workspaces"),
    IPYTHONDIR: join(home, "ipython"),
    ...more,
  });
  const settings = join(home, "settings/@jupyterlab/apputils-extension");
  mkdirSync(settings, { recursive: true });
  writeFileSync(
    join(settings, "notification.jupyterlab-settings"),
    JSON.stringify({ fetchNews: "false", checkForUpdates: false }),
  );
  if (examples && !more.FOUNDRY_URL) await publishExamples(env);
  const port = await freePort();
  const args = [
    "--no-browser",
    "--allow-root",
    `--port=${port}`,
    "--ServerApp.port_retries=0",
    `--IdentityProvider.token=${TOKEN}`,
  ];
  const server = spawn(
    python("jupyter-lab"),
    [...args, `--ServerApp.root_dir=${notebooks}`, "--expose-app-in-browser"],
    { env, cwd: home, stdio: ["ignore", "ignore", "pipe"] },
  );
  let log = "";
  server.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const base = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await fetch(`${base}/api?token=${TOKEN}`).catch(() => undefined);
    if (answer?.ok) break;
    if (server.exitCode !== null || Date.now() > deadline) throw new Error(`JupyterLab did not start:\n${log}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    url: `${base}/lab?token=${TOKEN}&reset`,
    notebooks,
    env,
    process: server,
    stop: async () => {
      server.kill("SIGTERM");
      // A server that still saves what browsers share may wait for them.
      const patience = setTimeout(() => server.kill("SIGKILL"), 15_000);
      if (server.exitCode === null) await once(server, "exit");
      clearTimeout(patience);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
