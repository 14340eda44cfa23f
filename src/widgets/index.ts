/** The models and views by the names that the kernel gives; loaded with the first widget. */
export { BenchmarkFormModel, BenchmarkFormView } from "./benchmark-form.js";
export { BoardModel, BoardView } from "./board.js";
export { PickerModel, PickerView } from "./picker.js";
export { PreviewModel, PreviewView } from "./preview.js";
export { PublishModel, PublishView } from "./publish.js";
export { RunModel, RunView } from "./run.js";
