import { filesPlugin } from "./lab/file-viewer.js";
import { panelPlugin } from "./lab/plugin.js";
import widgetPlugins from "./widgets/plugin.js";

export default [panelPlugin, filesPlugin, ...widgetPlugins];
