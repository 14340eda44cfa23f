import { TextDecoder, TextEncoder } from "node:util";
import { deserialize, serialize } from "node:v8";

// Every browser has these; jsdom has not, and Arrow needs the first two when it is imported.
Object.assign(globalThis, {
  TextDecoder,
  TextEncoder,
  structuredClone: (value: unknown): unknown => deserialize(serialize(value)),
});
