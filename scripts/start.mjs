// `npm start`: JupyterLab on the example packages. Flags after `--` go to JupyterLab.
import { spawn } from "node:child_process";
import { python, root } from "./environment.mjs";
import { missingExamples, publishExamples, storeEnvironment } from "./local-store.mjs";
import { setup } from "./setup.mjs";
import { program, runSteps } from "./steps.mjs";

const notebook = "examples/quickstart.ipynb";

/** `npm start --no-browser --port 9999` (without `--`) leaves the flags in npm's own settings. */
function flagsThatNpmTook() {
  const { npm_config_browser: browser, npm_config_port: port } = process.env;
  const given = process.argv.slice(2);
  const flags = [];
  if (browser === "" || browser === "false") flags.push("--no-browser");
  if (port && port !== "true") flags.push(`--port=${port}`);
  else if (port === "true" && /^\d+$/.test(given[0] ?? "")) flags.push(`--port=${given.shift()}`);
  return [...flags, ...given];
}

function startJupyter(env) {
  const flags = flagsThatNpmTook();
  const rootUser = process.getuid?.() === 0 ? ["--allow-root"] : [];
  const jupyter = spawn(
    python("jupyter-lab"),
    [notebook, `--ServerApp.root_dir=${root}`, "--LabApp.news_url=None", ...rootUser, ...flags],
    { cwd: root, env, stdio: ["inherit", "inherit", "pipe"] },
  );
  let url;
  let log = "";
  jupyter.stderr.setEncoding("utf8").on("data", (text) => {
    log = (log + text).slice(-10_000);
    const [found] = /https?:\/\/\S+?\/lab\S*/.exec(url ? "" : log) ?? [];
    if (found && log.includes("\n", log.indexOf(found))) {
      url = new URL(found);
      if (!url.pathname.endsWith(notebook))
        url.pathname = `${url.pathname.replace(/\/lab.*$/, "")}/lab/tree/${notebook}`;
      console.log(`\nJupyterLab is at ${url.href}\nCtrl+C ends it.\n`);
    }
    for (const line of text.split("\n")) if (/^\[[EC] /.test(line)) console.error(line);
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => jupyter.kill("SIGTERM"));
  jupyter.on("error", (error) => {
    console.error(`JupyterLab could not be started: ${error.message}`);
    process.exit(1);
  });
  jupyter.on("close", (status, signal) => {
    if (!url) console.error(`${log}\nJupyterLab ended before it was ready; the lines above say why.`);
    process.exit(signal ? 0 : (status ?? 1));
  });
}

await program(async () => {
  await setup();
  const env = storeEnvironment();
  if (process.env.FOUNDRY_URL === undefined) {
    const missing = missingExamples(env);
    await runSteps([
      {
        title: `Filling ${env.FOUNDRY_STORE} with ${missing.length} example packages`,
        needed: () => missing.length > 0,
        run: () => publishExamples(missing, env),
      },
    ]);
  }
  startJupyter(env);
});
