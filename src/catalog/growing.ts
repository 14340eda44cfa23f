/** Numbers by their places, in an array that is made larger when it is full. */
type Numbers = Float64Array | Uint32Array | Uint8Array;

/** The array itself, or a larger one with the same numbers where it has less than `length`; `fill` stands in what is new. */
export function grown<T extends Numbers>(numbers: T, length: number, fill = 0): T {
  if (numbers.length >= length) return numbers;
  const larger = new (numbers.constructor as new (length: number) => T)(
    Math.max(length, Math.ceil(numbers.length * 1.5)),
  );
  larger.set(numbers);
  larger.fill(fill, numbers.length);
  return larger;
}
