// `node scripts/release.mjs TAG`: what a release consists of, in dist/: wheel and source distribution, and the npm package.
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { environment, python, root } from "./environment.mjs";
import { npm, setup } from "./setup.mjs";
import { SetupError, program, quietly, runSteps } from "./steps.mjs";

const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const dist = join(root, "dist");
const folders = { python: join(dist, "python"), npm: join(dist, "npm") };

await program(async () => {
  const [tag = `v${version}`] = process.argv.slice(2);
  if (tag !== `v${version}`)
    throw new SetupError(`The tag ${tag} is not v${version}, the version in package.json: change one of them.`);
  await setup("wheel");
  const options = { cwd: root, env: environment() };
  const steps = [
    {
      title: "Building the wheel and the source distribution",
      needed: () => true,
      run: () =>
        quietly(python(), ["-m", "build", "--outdir", folders.python], { ...options, what: "python -m build" }),
    },
    {
      title: `Packing ${name} for npm`,
      needed: () => true,
      run: () => quietly(npm, ["pack", "--pack-destination", folders.npm], { ...options, what: "npm pack" }),
    },
  ];
  rmSync(dist, { recursive: true, force: true });
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  await runSteps(steps);
  for (const folder of Object.values(folders))
    for (const file of readdirSync(folder))
      console.log(`${file}: ${(statSync(join(folder, file)).size / 1e6).toFixed(1)} MB`);
});
