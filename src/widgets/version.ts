/** Name and version under which Jupyter finds these models and views; the version is the package's own. */
export const MODULE_NAME = "foundry-lab";
export { VERSION as MODULE_VERSION } from "../contracts/version.js";
