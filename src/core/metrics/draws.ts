const { imul } = Math;

/** The finalizer of MurmurHash3 on 32 bits: spreads neighbouring numbers evenly. */
export function mix(value: number): number {
  let h = value >>> 0;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number from 0 up to 1 that depends on nothing but its place in a sequence: the same in every language and run. */
export const draw = (key: number, i: number): number => mix(key + imul(i, 0x9e3779b9)) / 4294967296;
