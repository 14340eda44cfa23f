// tsc leaves JavaScript alone where a declaration stands beside it: the generated validators are copied.
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./environment.mjs";

mkdirSync(join(root, "lib/contracts"), { recursive: true });
for (const file of ["validators.js", "validators.d.ts"])
  copyFileSync(join(root, "src/contracts", file), join(root, "lib/contracts", file));
