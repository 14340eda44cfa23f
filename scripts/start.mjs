// `npm start`: JupyterLab on the example packages. Flags after `--` go to JupyterLab.
import { spawn } from "node:child_process";
import { python, root } from "./environment.mjs";
import { storeEnvironment } from "./local-store.mjs";
import { setup } from "./setup.mjs";
import { program } from "./steps.mjs";

/** `npm start --no-browser --port 9999` (without `--`) leaves the flags in npm's own settings. */
function flagsThatNpmTook() {
  const { npm_config_browser: browser, npm_config_port: port } = process.env;
  const given = process.argv.slice(2);
  const flags = [];
  if (browser === "" || browser === "false") flags.push("--no-browser");
  if (port && port !== "true") flags.push(`--ServerApp.port=${port}`);
  else if (port === "true" && /^\d+$/.test(given[0] ?? "")) flags.push(`--ServerApp.port=${given.shift()}`);
  return [...flags, ...given];
}

await program(async () => {
  await setup();
  const demo = spawn(python("foundry-lab"), ["demo", root, "--", ...flagsThatNpmTook()], {
    cwd: root,
    env: storeEnvironment(),
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => demo.kill("SIGTERM"));
  demo.on("close", (status) => process.exit(status ?? 0));
});
