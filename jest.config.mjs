const swc = [
  "@swc/jest",
  {
    jsc: {
      parser: { syntax: "typescript", decorators: true },
      transform: { legacyDecorator: true, useDefineForClassFields: false },
      target: "es2022",
    },
  },
];
const common = {
  // Packages of the Python environments and what is built from here are no modules of ours.
  modulePathIgnorePatterns: ["<rootDir>/\\.venv", "<rootDir>/foundry_lab/labextension", "<rootDir>/\\.foundry"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": ["$1.ts", "$1.js"] },
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": swc },
  setupFilesAfterEnv: process.env.CI ? ["<rootDir>/scripts/jest-retry.mjs"] : [],
};

/** @type {import("jest").Config} */
export default {
  // By default one processor is left alone, which on two is half of them.
  maxWorkers: "100%",
  projects: [
    {
      ...common,
      displayName: "node",
      testEnvironment: "node",
      testMatch: [
        "<rootDir>/src/{contracts,core,inference,files,site,store,registry,catalog,hub,cli,client}/**/*.test.ts",
      ],
    },
    {
      ...common,
      displayName: "browser",
      testEnvironment: "jsdom",
      setupFiles: ["<rootDir>/src/components/testing/missing-in-jsdom.ts"],
      testEnvironmentOptions: { customExportConditions: ["browser", "import"] },
      testMatch: ["<rootDir>/src/{anywidget,components,widgets,lab,web}/**/*.test.ts"],
    },
  ],
};
