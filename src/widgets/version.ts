/** Name and version under which Jupyter finds these models and views; the version is the package's own. */
export const MODULE_NAME = "foundry-lab";
export const MODULE_VERSION = "0.1.0";
