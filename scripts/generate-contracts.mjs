// Writes src/contracts/ and foundry_lab/contracts/ from schema/, and the version from package.json.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { compile } from "json-schema-to-typescript";
import { root } from "./environment.mjs";

const notice = "Generated from schema/ by `npm run generate`; edit the schemas instead.";
/** A table of values, not a schema. */
const PROBLEMS = "problems.json";
const PATTERNS = "patterns.json";
const LOOKALIKES = "lookalikes.json";

/** One schema whose `$defs` are every definition of every file, under names that are unique across them. */
function bundle() {
  const defs = {};
  const folder = join(root, "schema");
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".json") && ![PROBLEMS, PATTERNS, LOOKALIKES].includes(name))
    .sort()) {
    const { $schema: _dialect, $defs = {}, ...whole } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const found = { ...$defs, ...(whole.title ? { [whole.title]: whole } : {}) };
    for (const [name, definition] of Object.entries(found)) {
      if (name in defs) throw new Error(`schema/${file} defines ${name}, which another file defines too`);
      const { title: _title, ...rest } = definition;
      defs[name] = rest;
    }
  }
  const text = JSON.stringify(defs).replaceAll(/"\$ref":"[a-z-]*\.json#/g, '"$ref":"#');
  return { $schema: "http://json-schema.org/draft-07/schema#", $defs: JSON.parse(text) };
}

async function typescript(schema) {
  const named = structuredClone(schema);
  for (const [name, definition] of Object.entries(named.$defs)) definition.title = name;
  const types = await compile({ ...named, title: "Contracts" }, "Contracts", {
    bannerComment: `/* ${notice} */`,
    additionalProperties: false,
    unreachableDefinitions: true,
    format: true,
    style: { printWidth: 110 },
  });
  return types
    .replaceAll(/^ \*(?: \*)?\n(?= \* This interface was referenced by)/gm, "")
    .replaceAll(/^ \* This interface was referenced by.*\n \* via the `definition`.*\n/gm, "")
    .replaceAll(/^\/\*\*\n \*\/\n/gm, "")
    .replace(/export interface Contracts \{[^}]*\}\n/, "");
}

/** Validators as one self-contained module; `validators.d.ts` names their types. */
async function validators(schema) {
  const ajv = new Ajv({
    schemas: [{ $id: "foundry", ...schema }],
    code: { source: true, esm: true, lines: true },
    allErrors: true,
    allowUnionTypes: true,
    useDefaults: true,
    inlineRefs: false,
  });
  addFormats(ajv);
  const names = Object.keys(schema.$defs).filter((name) => schema.$defs[name].type === "object");
  const code = standalone(ajv, Object.fromEntries(names.map((name) => [`validate${name}`, `foundry#/$defs/${name}`])));
  const bundled = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    minifySyntax: true,
    banner: { js: `// ${notice}` },
  });
  const declarations = [
    `// ${notice}`,
    `import type * as types from "./types.js";`,
    "export interface Violation { instancePath: string; message?: string; keyword: string; params: Record<string, unknown> }",
    "export interface Validator<T> { (value: unknown): value is T; errors?: Violation[] | null }",
    ...names.map((name) => `export declare const validate${name}: Validator<types.${name}>;`),
  ];
  return [bundled.outputFiles[0].text, declarations.join("\n") + "\n"];
}

function pythonModels(schema) {
  const folder = mkdtempSync(join(tmpdir(), "foundry-contracts-"));
  try {
    writeFileSync(join(folder, "in.json"), JSON.stringify({ ...schema, title: "Contracts" }));
    execFileSync(
      "datamodel-codegen",
      [
        "--input",
        join(folder, "in.json"),
        "--output",
        join(folder, "out.py"),
        "--input-file-type",
        "jsonschema",
        "--output-model-type",
        "msgspec.Struct",
        "--snake-case-field",
        "--use-annotated",
        "--field-constraints",
        "--use-standard-collections",
        "--use-union-operator",
        "--use-schema-description",
        "--target-python-version",
        "3.11",
        "--use-double-quotes",
        "--enum-field-as-literal",
        "all",
        "--disable-timestamp",
        "--keyword-only",
        "--use-title-as-name",
        "--formatters",
        "ruff-format",
        "--disable-warnings",
      ],
      { stdio: ["ignore", "inherit", "inherit"] },
    );
    const text = readFileSync(join(folder, "out.py"), "utf8");
    return `"""${notice}"""\n` + text.replace(/^#.*\n(#.*\n)*/, "");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The table of problems, for both languages. */
function problems() {
  const { $comment, problems: table } = JSON.parse(readFileSync(join(root, "schema", PROBLEMS), "utf8"));
  const rows = Object.entries(table);
  const typescriptRows = rows.map(
    ([code, { title, status, retry }]) =>
      `  ${JSON.stringify(code)}: { title: ${JSON.stringify(title)}, status: ${status}, retry: ${retry} },`,
  );
  const pythonRows = rows.map(
    ([code, { title, status, retry }]) =>
      `    ${JSON.stringify(code)}: ProblemKind(${JSON.stringify(title)}, ${status}, ${retry ? "True" : "False"}),`,
  );
  return [
    [
      `/* ${notice} */`,
      `/** ${$comment} */`,
      "export const PROBLEMS = {",
      ...typescriptRows,
      "} as const satisfies Record<string, { title: string; status: number; retry: boolean }>;",
      "",
    ].join("\n"),
    [
      `"""${notice}"""`,
      "from __future__ import annotations",
      "",
      "from typing import NamedTuple",
      "",
      "",
      "class ProblemKind(NamedTuple):",
      "    title: str",
      "    status: int",
      "    retry: bool",
      "",
      "",
      `#: ${$comment}`,
      "PROBLEMS = {",
      ...pythonRows,
      "}",
      "",
    ].join("\n"),
  ];
}

/** What texts of each pattern are, for both languages; every pattern of the contract has its words. */
function patterns(schema) {
  const { $comment, patterns: table } = JSON.parse(readFileSync(join(root, "schema", PATTERNS), "utf8"));
  const visit = (node) => {
    if (typeof node !== "object" || node === null) return;
    if (typeof node.pattern === "string" && !(node.pattern in table))
      throw new Error(`schema/${PATTERNS} has no words for the pattern ${node.pattern}`);
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(schema.$defs);
  return texts("PATTERNS", $comment, table);
}

/** What looks like a Latin letter or a slash, by character, for both languages. */
function lookalikes() {
  const { $comment, lookalikes: table } = JSON.parse(readFileSync(join(root, "schema", LOOKALIKES), "utf8"));
  const byLetter = Object.entries(table).flatMap(([latin, letters]) => [...letters].map((letter) => [letter, latin]));
  return texts("LOOKALIKES", $comment, Object.fromEntries(byLetter));
}

/** A table from text to text, for both languages. */
function texts(name, comment, table) {
  const rows = Object.entries(table).map(([key, text]) => `    ${JSON.stringify(key)}: ${JSON.stringify(text)},`);
  return [
    `/* ${notice} */\n/** ${comment} */\nexport const ${name}: Readonly<Record<string, string>> = ${JSON.stringify(table, null, 2)};\n`,
    [`"""${notice}"""`, "", `#: ${comment}`, `${name}: dict[str, str] = {`, ...rows, "}", ""].join("\n"),
  ];
}

const schema = bundle();
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const [validatorCode, validatorTypes] = await validators(schema);
const [problemsForTypeScript, problemsForPython] = problems();
const [patternsForTypeScript, patternsForPython] = patterns(schema);
const [lookalikesForTypeScript, lookalikesForPython] = lookalikes();
const outputs = {
  "src/contracts/version.ts": `// ${notice}\n/** The version in package.json. */\nexport const VERSION = ${JSON.stringify(version)};\n`,
  "src/contracts/types.ts": await typescript(schema),
  "src/contracts/validators.js": validatorCode,
  "src/contracts/validators.d.ts": validatorTypes,
  "src/contracts/problems.ts": problemsForTypeScript,
  "src/contracts/patterns.ts": patternsForTypeScript,
  "src/contracts/lookalikes.ts": lookalikesForTypeScript,
  // The same schemas where an OpenAPI document has them.
  "src/contracts/schemas.ts": `// ${notice}\nexport const SCHEMAS: Record<string, unknown> = ${JSON.stringify(schema.$defs, null, 1).replaceAll('"#/$defs/', '"#/components/schemas/')};\n`,
  "foundry_lab/contracts/models.py": pythonModels(schema),
  "foundry_lab/contracts/problems.py": problemsForPython,
  "foundry_lab/contracts/patterns.py": patternsForPython,
  "foundry_lab/contracts/lookalikes.py": lookalikesForPython,
  "foundry_lab/contracts/version.py": `"""The version in package.json."""\n\nVERSION = ${JSON.stringify(version)}\n`,
  // Python names everything that is wrong at once with these; its models stop at the first.
  "foundry_lab/contracts/schema.json": `${JSON.stringify({ $comment: notice, ...schema }, null, 1)}\n`,
};
const written = [];
for (const [path, text] of Object.entries(outputs)) {
  const file = join(root, path);
  let current = "";
  try {
    current = readFileSync(file, "utf8");
  } catch {
    /* not generated yet */
  }
  if (current === text) continue;
  written.push(path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
console.log(written.length ? `wrote ${written.join(", ")}` : "generated contracts are up to date");
