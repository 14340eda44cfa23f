// Bundles the anywidget: one module with the components, and one for each library that few tables need.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./environment.mjs";

const outdir = join(root, "foundry_lab/widgets/static");
/** What the components import when it is used: package, name of its module in the wheel, and what is used of it by name. */
const libraries = {
  "3dmol": { module: "3dmol", names: ["createViewer"] },
  "smiles-drawer": { module: "smiles-drawer", names: [] },
  "plotly.js-cartesian-dist-min": { module: "plotly", names: [] },
};
const shared = {
  bundle: true,
  minify: true,
  platform: "browser",
  format: "esm",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
};

/** An import of such a library becomes a question to the kernel. */
const fromKernel = {
  name: "from-kernel",
  setup(build) {
    const known = new RegExp(
      `^(${Object.keys(libraries)
        .map((name) => name.replaceAll(".", "\\."))
        .join("|")})$`,
    );
    build.onResolve({ filter: known }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path, namespace: "from-kernel" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "from-kernel" }, ({ path }) => {
      const { module, names } = libraries[path];
      const lines = [
        `import { loadModule } from ${JSON.stringify(join(root, "src/anywidget/modules.ts"))};`,
        `const library = await loadModule(${JSON.stringify(module)});`,
        "export default library.default;",
        ...names.map((name) => `export const ${name} = library.${name};`),
      ];
      return { contents: lines.join("\n"), resolveDir: root, loader: "js" };
    });
  },
};

rmSync(outdir, { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: { board: join(root, "src/anywidget/board.ts"), preview: join(root, "src/anywidget/index.ts") },
  outdir,
  plugins: [fromKernel],
});
for (const [name, { module, names }] of Object.entries(libraries)) {
  const contents = [
    `import * as library from ${JSON.stringify(name)};`,
    "export default library.default ?? library;",
    ...names.map((one) => `export const ${one} = library.${one} ?? library.default.${one};`),
  ].join("\n");
  await build({
    ...shared,
    stdin: { contents, resolveDir: root, loader: "js" },
    outfile: join(outdir, "modules", `${module}.js`),
  });
}
