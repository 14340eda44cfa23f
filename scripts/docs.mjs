// `npm run docs`: the documentation as a site under docs/_build/html, its example notebooks run first.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { environment, python, pythonOf, root, venv } from "./environment.mjs";
import { publishExamples } from "./local-store.mjs";
import { setup } from "./setup.mjs";
import { program, quietly, runSteps } from "./steps.mjs";

const built = join(root, "docs/_build");
const target = join(root, "docs/examples");

async function runNotebooks() {
  const home = join(built, "home");
  rmSync(home, { recursive: true, force: true });
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const env = environment({
    FOUNDRY_STORE: join(home, "store"),
    FOUNDRY_CACHE: join(home, "cache"),
    FOUNDRY_RUNTIME_DIR: join(home, "run"),
    FOUNDRY_CONFIG_DIR: join(home, "config"),
  });
  await publishExamples(env);
  const folder = join(root, "examples");
  const notebooks = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
  for (const name of notebooks)
    await quietly(python(), [join(root, "scripts/run_notebook.py"), name, join(target, name)], {
      cwd: folder,
      env,
      what: `Running ${name}`,
    });
}

const buildPages = () =>
  quietly(
    pythonOf(join(venv, "docs"), "sphinx-build"),
    ["-W", "--keep-going", "-q", "-b", "html", "docs", join(built, "html")],
    { cwd: root, env: environment(), what: "sphinx-build" },
  );

await program(async () => {
  await setup("test", "docs");
  await runSteps([
    { title: "Running the example notebooks", needed: () => true, run: runNotebooks },
    { title: "Building the pages, every link checked", needed: () => true, run: buildPages },
  ]);
  console.log(`\nThe site is ${join("docs", "_build", "html", "index.html")}`);
});
