import { DataType } from "apache-arrow";
import { imageBytes, imageType } from "./image-bytes.js";
import { curvePath } from "./curve-path.js";

const WIDTH = 90;
const HEIGHT = 16;
/** A cut list would draw a curve that is none; whole ones are rarely longer. */
const SHORTEST = 3;

/** What a cell draws in place of its text: a list of numbers as a line, bytes that are an image as that image. */
export function cellPicture(value: unknown, type: DataType, text: string): Element | undefined {
  if (value === null || value === undefined) return undefined;
  if (isNumbers(type)) return sparkline(value as Iterable<number | bigint | null>, text);
  return DataType.isBinary(type) || DataType.isLargeBinary(type) || DataType.isStruct(type)
    ? thumbnail(value, text)
    : undefined;
}

function isNumbers(type: DataType): boolean {
  if (!DataType.isList(type) && !DataType.isFixedSizeList(type)) return false;
  const item = type.valueType as DataType;
  return DataType.isFloat(item) || DataType.isInt(item);
}

function sparkline(items: Iterable<number | bigint | null>, text: string): Element | undefined {
  const values = Array.from(items, (item) => (item === null ? NaN : Number(item)));
  if (values.length < SHORTEST) return undefined;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "sparkline");
  svg.setAttribute("viewBox", `0 -1 ${WIDTH} ${HEIGHT + 2}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", text);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", curvePath(values, WIDTH, HEIGHT, WIDTH));
  svg.append(path);
  return svg;
}

function thumbnail(value: unknown, text: string): Element | undefined {
  const bytes = imageBytes(value);
  const type = bytes && imageType(bytes);
  if (!bytes || !type) return undefined;
  const image = document.createElement("img");
  image.className = "thumbnail";
  image.alt = text;
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
  const release = () => URL.revokeObjectURL(address);
  image.addEventListener("load", release, { once: true });
  image.addEventListener(
    "error",
    () => {
      release();
      // The bytes of a large image are cut in a page: the row's own pane shows it whole.
      image.replaceWith(text);
    },
    { once: true },
  );
  image.src = address;
  return image;
}
