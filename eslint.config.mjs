import importX from "eslint-plugin-import-x";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import tseslint from "typescript-eslint";
import { noCircle } from "./scripts/no-circle.mjs";

/** Which rooms of src/ a room may import; the picture is in docs/architecture.md. */
const rooms = {
  contracts: [],
  core: ["contracts"],
  site: ["core", "contracts"],
  store: ["core", "contracts"],
  catalog: ["store", "core", "contracts"],
  client: ["core", "contracts"],
  registry: ["store", "core", "contracts"],
  hub: ["registry", "catalog", "store", "site", "core", "contracts"],
  cli: ["hub", "registry", "client", "catalog", "store", "site", "core", "contracts"],
  inference: ["core", "contracts"],
  files: ["core", "contracts"],
  components: ["inference", "client", "files", "core", "contracts"],
  widgets: ["components", "core", "contracts"],
  anywidget: ["widgets", "components", "core", "contracts"],
  lab: ["components", "client", "files", "core", "contracts"],
  web: ["components", "inference", "client", "files", "site", "core", "contracts"],
};
const zonesOf = (allowedBy) =>
  Object.entries(allowedBy).map(([room, allowed]) => ({
    target: `./src/${room}`,
    from: "./src",
    except: [room, ...allowed].map((name) => `./${name}`),
    message: `src/${room} may import only ${allowed.join(", ") || "nothing"} (docs/architecture.md)`,
  }));

export default tseslint.config(
  {
    ignores: [
      "lib/",
      "foundry_lab/",
      "node_modules/",
      ".venv/",
      ".foundry/",
      "src/contracts/validators.*",
      "dist/",
      "test-results/",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: "./tsconfig.test.json", tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX, foundry: { rules: { "no-circle": noCircle } } },
    settings: {
      "import-x/extensions": [".ts", ".mjs"],
      "import-x/resolver-next": [createTypeScriptImportResolver({ project: "./tsconfig.test.json" })],
    },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones: zonesOf(rooms) }],
      "foundry/no-circle": "error",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-explicit-any": "error",
      // A name with an underscore is there to leave something out.
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_" }],
    },
  },
  // The hub's tests ask it as its users do: through the client.
  {
    files: ["src/hub/**/*.test.ts", "src/hub/testing/*.ts"],
    rules: {
      "import-x/no-restricted-paths": ["error", { zones: zonesOf({ ...rooms, hub: [...rooms.hub, "client"] }) }],
    },
  },
  { files: ["src/contracts/*.ts", "src/core/units/unit-names.ts"], rules: { "max-lines": "off" } },
  { files: ["**/*.mjs"], ...tseslint.configs.disableTypeChecked },
);
