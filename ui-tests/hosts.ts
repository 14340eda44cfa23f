import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { venv } from "../scripts/environment.mjs";

const hosts = join(venv, "hosts");
/** What a skipped test prints. */
export const MISSING_HOSTS = "other hosts are not installed: run `npm run setup:hosts`";

const packages = join(hosts, "site-packages.txt");

/** Whether the packages of other hosts are installed (`npm run setup:hosts`). */
export const hostsInstalled = (): boolean => existsSync(packages);

/** Variables under which JupyterLab and kernels find collaboration, Notebook, Voila, marimo and anywidget. */
export function hostsEnvironment(): Record<string, string> {
  return {
    PYTHONPATH: readFileSync(packages, "utf8"),
    JUPYTER_PATH: join(hosts, "share/jupyter") + delimiter + join(venv, "share/jupyter"),
    JUPYTER_CONFIG_PATH: join(hosts, "etc/jupyter") + delimiter + join(venv, "etc/jupyter"),
  };
}
