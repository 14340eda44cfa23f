import { panelPlugin } from "./lab/plugin.js";
import widgetPlugins from "./widgets/plugin.js";

export default [panelPlugin, ...widgetPlugins];
