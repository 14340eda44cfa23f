/** The models and views by the names that the kernel gives; loaded with the first widget. */
export { PickerModel, PickerView } from "./picker.js";
export { PreviewModel, PreviewView } from "./preview.js";
export { PublishModel, PublishView } from "./publish.js";
export { RunModel, RunView } from "./run.js";
