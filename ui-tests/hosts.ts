import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pythonOf, venv } from "../scripts/environment.mjs";

const hosts = join(venv, "hosts");
/** What a skipped test prints. */
export const MISSING_HOSTS = "other hosts are not installed: run `npm run setup -- hosts`";

/** Whether the packages of other hosts are installed. */
export const hostsInstalled = (): boolean => existsSync(pythonOf(hosts));

/** Variables under which JupyterLab and kernels find collaboration, Notebook, Voila, marimo and anywidget. */
export function hostsEnvironment(): Record<string, string> {
  const sitePackages = ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"];
  return {
    PYTHONPATH: execFileSync(pythonOf(hosts), sitePackages, { encoding: "utf8" }).trim(),
    JUPYTER_PATH: join(hosts, "share/jupyter") + delimiter + join(venv, "share/jupyter"),
    JUPYTER_CONFIG_PATH: join(hosts, "etc/jupyter") + delimiter + join(venv, "etc/jupyter"),
  };
}
