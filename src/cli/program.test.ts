import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../store/testing/packages.js";
import { candidatesOf } from "./completion/candidates.js";
import { completionScript, SHELLS, type Shell } from "./completion/shell-scripts.js";
import { FoundryCommand, WrongUsage } from "./foundry-command.js";
import { makeProgram } from "./program.js";

/** Every command of a tree that does something. */
function leaves(command: FoundryCommand): FoundryCommand[] {
  const children = command.commands.flatMap((each) => (each instanceof FoundryCommand ? leaves(each) : []));
  return command.commands.length > 0 ? children : [command];
}

const NAMES = leaves(makeProgram()).map((command) => command.path);

/** A tree whose commands only say that they were reached. */
function parsed(words: readonly string[]): string | undefined {
  let reached: string | undefined;
  const program = makeProgram();
  for (const command of leaves(program)) command.action(() => void (reached = command.path));
  program.parse(words, { from: "user" });
  return reached;
}

/** The words of an example as bash gives them to `foundry-lab`. */
async function wordsOf(example: string): Promise<string[]> {
  const file = join(await temporaryFolder(), "words");
  const script = `foundry-lab() { printf '%s\\0' "$@" >"$FILE"; }\n${example}\nwait`;
  spawnSync("bash", ["-c", script], { env: { ...process.env, FILE: file } });
  return readFileSync(file, "utf8").split("\0").slice(0, -1);
}

test.each(NAMES)("%s has an example that parses, JSON, and help that shows both", async (path) => {
  const command = leaves(makeProgram()).find((each) => each.path === path);
  let help = "";
  command?.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
  expect(command?.examples.length).toBeGreaterThan(0);
  expect(command?.options.map((option) => option.long)).toContain("--json");
  for (const example of command?.examples ?? []) {
    expect(help).toContain(`\n  ${example}\n`);
    expect(parsed(await wordsOf(example))).toBe(path);
  }
});

test.each(NAMES)("%s proposes the nearest option for a misspelled one", (path) => {
  expect(() => parsed([...path.split(" ").slice(1), "--jsom"])).toThrow(WrongUsage);
  expect(() => parsed([...path.split(" ").slice(1), "--jsom"])).toThrow(/did you mean --json\?/);
});

test("every group of commands has a title, and the groups hold every command", () => {
  const help = makeProgram().helpInformation();
  const titles = help.match(/^[A-Z][a-z ]+:$/gm);
  expect(titles).toEqual([
    ...[
      "Options:",
      "Start:",
      "Find and look:",
      "Publish:",
      "Copy and move:",
      "Cite and describe:",
      "Models:",
      "Benchmarks:",
    ],
    ...["Versions:", "Curation:", "Serve:", "Shell:"],
  ]);
  for (const name of new Set(NAMES.map((path) => path.split(" ")[1] ?? ""))) expect(help).toContain(`\n  ${name} `);
});

describe.each(SHELLS)("completion in %s", (shell) => {
  const missing = spawnSync(shell, ["--version"]).error;
  const script = completionScript(shell, candidatesOf(makeProgram()));
  const inShell = missing ? test.skip : test;
  if (missing) console.warn(`Completion in ${shell} is not tested: ${missing.message}.`);

  inShell.each([
    ["foundry-lab sea", "search"],
    ["foundry-lab publish-model --out", "--output-unit"],
    ["foundry-lab list --kind mod", "model"],
    ["foundry-lab benchmark lea", "leaderboard"],
    ["foundry-lab benchmark leaderboard band-gap --so", "--sort"],
    ["foundry-lab benchmark export band-gap cro", "croissant"],
    ["foundry-lab cite x --format b", "bibtex"],
  ])("%s", async (line, completed) => {
    const folder = await temporaryFolder();
    expect(complete(shell, script, line, folder)).toContain(completed);
  });

  inShell("knows every command and option", async () => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, "completion"), script);
    expect(spawnSync(shell, ["-n", "./completion"], { cwd: folder, encoding: "utf8" }).stderr).toBe("");
    for (const command of leaves(makeProgram()))
      for (const { long } of command.options)
        expect(script).toContain(shell === "fish" ? `-l '${long?.slice(2) ?? ""}'` : long);
  });
});

/** What a shell offers at the end of a line. */
function complete(shell: Shell, script: string, line: string, cwd: string): string[] {
  const asked = {
    bash: `${script}
COMP_WORDS=(${line}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_foundry_lab; printf '%s\\n' "\${COMPREPLY[@]}"`,
    // What zsh shows is a terminal's; here its two ways to offer words print them instead.
    zsh: `compdef() { }; _files() { }
_describe() { local name="\${@[-1]}"; print -rl -- "\${(@P)name%%:*}"; }
compadd() { shift; print -rl -- "$@"; }
source ./completion
words=(${line}); CURRENT=\${#words}; PREFIX="\${words[-1]}"
_foundry_lab`,
    fish: `source ./completion; complete -C ${JSON.stringify(line)}`,
  }[shell];
  writeFileSync(join(cwd, "completion"), script);
  const { stdout } = spawnSync(shell, ["-c", asked], { cwd, encoding: "utf8", timeout: 60_000 });
  return stdout.split(/[\s"]+/);
}
