// `npm test`: every test of every kind. All runners run, even when one fails; their closing lines come again at the end.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { environment, root } from "./environment.mjs";
import { setup } from "./setup.mjs";
import { SetupError, program } from "./steps.mjs";

const modules = (path) => join(root, "node_modules", path);
// A loaded machine can lose a race; every runner tries a failed test once more and names it (pytest: "rerun", Playwright: "flaky").
const runners = {
  jest: {
    command: [
      "node",
      "--experimental-vm-modules",
      "--disable-warning=ExperimentalWarning",
      modules("jest/bin/jest.js"),
    ],
    setup: [],
    closing: /^(Test Suites|Tests|Snapshots|Time): .*/,
  },
  pytest: {
    command: ["python", "-m", "pytest", "--reruns", "1", "-n", String(availableParallelism()), "--dist", "worksteal"],
    setup: ["mlserver", "clients", "chromium"],
    closing: /^=+ .*(passed|failed|error|no tests ran).* =+$/,
  },
  playwright: {
    command: ["playwright", "test", "--config", "ui-tests/playwright.config.ts"],
    setup: ["hosts", "chromium"],
    closing: /^\s+\d+ (passed|failed|skipped|flaky|did not run|interrupted)\b.*/,
  },
};

/** Runs one runner, its output passed on as it comes; resolves to its exit status and closing lines. */
function run({ command: [command, ...args], closing }, extra) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args, ...extra], {
      cwd: root,
      env: environment({ CI: process.env.CI ?? "1" }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk) => {
        process.stdout.write(chunk);
        text = (text + chunk).slice(-200_000);
      });
    child.on("error", (error) => reject(new SetupError(`${command} could not be started: ${error.message}`)));
    child.on("close", (status) => {
      const plain = text.replaceAll(/\x1b\[[0-9;]*m/g, "").split("\n");
      resolve({ status: status ?? 1, lines: plain.filter((line) => closing.test(line)).slice(-6) });
    });
  });
}

await program(async () => {
  const [only, ...extra] = process.argv.slice(2);
  if (only && !(only in runners))
    throw new SetupError(
      `There is no runner ${only}: \`npm test\`, or \`npm test -- jest|pytest|playwright [its flags]\`.`,
    );
  const names = only ? [only] : Object.keys(runners);
  await setup("test", ...names.flatMap((name) => runners[name].setup));
  const results = [];
  for (const name of names) {
    console.log(`\n==> ${name}`);
    results.push([name, await run(runners[name], extra)]);
  }
  console.log("");
  for (const [name, { status, lines }] of results)
    console.log([`${name}: ${status === 0 ? "passed" : `failed (exit status ${status})`}`, ...lines].join("\n"));
  process.exitCode = results.some(([, { status }]) => status !== 0) ? 1 : 0;
});
