/** Sum with Neumaier's compensation, so that it is the same whatever the order of the terms, to the last digits. */
export class Sum {
  private total = 0;
  private lost = 0;

  add(term: number): void {
    const next = this.total + term;
    this.lost += Math.abs(this.total) >= Math.abs(term) ? this.total - next + term : term - next + this.total;
    this.total = next;
  }

  get value(): number {
    return this.total + this.lost;
  }
}

/** Mean of `f(i)` for i below `n`; undefined for none. */
export function meanOf(n: number, f: (index: number) => number): number | undefined {
  if (n === 0) return undefined;
  const sum = new Sum();
  for (let i = 0; i < n; i++) sum.add(f(i));
  return sum.value / n;
}

/** Mean of values by their weights; undefined for none. */
export function weightedMean(values: Float64Array, weights: Float64Array): number | undefined {
  const [sum, total] = [new Sum(), new Sum()];
  for (let i = 0; i < values.length; i++) {
    sum.add(at(values, i) * at(weights, i));
    total.add(at(weights, i));
  }
  return values.length === 0 ? undefined : sum.value / total.value;
}

/** Median of numbers; the mean of the middle two where their count is even. */
export function median(values: Float64Array): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2;
}

/** Quantile by linear interpolation between the sorted values beside it. */
export function quantile(sorted: Float64Array, q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const low = at(sorted, below);
  return low + (at(sorted, Math.min(below + 1, sorted.length - 1)) - low) * (place - below);
}

/** Ranks from 1; equal values share the mean of theirs. */
export function ranks(values: Float64Array): Float64Array {
  // Numbers alone are sorted many times faster than positions by a comparison.
  const sorted = values.slice().sort();
  const shared = new Float64Array(sorted.length);
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    shared.fill((start + end + 1) / 2, start, end);
    start = end;
  }
  return values.map((value) => at(shared, placeOf(value, sorted)));
}

/** The first place of a value that is among sorted ones. */
function placeOf(value: number, sorted: Float64Array): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(sorted, middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** An element of an array that is long enough. */
export const at = (values: ArrayLike<number>, index: number): number => values[index] ?? NaN;
