import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes of bodies after which their memory is looked for. */
const OFTEN = 16 * 1024 * 1024;

let collect: ((how: { type: "minor" }) => void) | undefined;
let since = 0;

/**
 * Heeds bytes outside of V8's heap that are soon free.
 *
 * Large bodies leave few objects in the heap, so V8 seldom looks among the young ones, which hold them; their bytes count
 * towards the whole heap, which it marks instead, dozens of times a second. Looking among the young ones takes a
 * millisecond. The whole heap may grow threefold before it is marked, for a body more is no reason to.
 */
export function heedPassingBytes(bytes: number): void {
  since += bytes;
  if (since < OFTEN) return;
  since = 0;
  if (!collect) {
    setFlagsFromString("--expose-gc");
    setFlagsFromString("--heap-growing-percent=200");
    collect = runInNewContext("gc") as typeof collect;
  }
  collect?.({ type: "minor" });
}
