import { TextDecoder, TextEncoder } from "node:util";
import { deserialize, serialize } from "node:v8";

// Every browser has these; jsdom has not. Arrow needs the first two when it is imported, the citation library the next two.
Object.assign(globalThis, {
  TextDecoder,
  TextEncoder,
  ...("fetch" in globalThis ? {} : { fetch: () => Promise.reject(new TypeError("There is no network here.")) }),
  Headers,
  structuredClone: (value: unknown): unknown => deserialize(serialize(value)),
});
