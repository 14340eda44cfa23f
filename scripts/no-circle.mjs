import { ModuleInfo } from "eslint-plugin-import-x/core/index";

/** How a module comes back to `target`, as the paths on the way; undefined where it does not. */
function wayTo(target, start) {
  const waiting = [{ module: start, way: [start.path] }];
  const seen = new Set([start.path]);
  for (const { module, way } of waiting)
    for (const [path, imported] of module.getImports()) {
      if (path === target) return way;
      if (seen.has(path)) continue;
      seen.add(path);
      const next = imported.resolve();
      if (next) waiting.push({ module: next, way: [...way, path] });
    }
  return undefined;
}

/** ESLint's rule against circles of imports. That of import-x looks past imports of types, which tie modules just as well. */
export const noCircle = {
  meta: { type: "problem", schema: [], messages: { circle: "This import comes back to its own module by {{way}}." } },
  create(context) {
    const check = (node) => {
      if (typeof node.source?.value !== "string" || !node.source.value.startsWith(".")) return;
      const imported = ModuleInfo.get(node.source.value, context);
      if (!imported) return;
      const way =
        imported.path === context.physicalFilename ? [imported.path] : wayTo(context.physicalFilename, imported);
      if (way) {
        const names = way.map((path) => path.replace(`${context.cwd}/`, ""));
        context.report({ node, messageId: "circle", data: { way: names.join(", ") } });
      }
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
