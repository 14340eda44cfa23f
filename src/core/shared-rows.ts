/** Hashes of a split's rows as a package keeps them: pairs of an id's and a row's where there is an id column. */
export interface RowHashes {
  bytes: Uint8Array;
  withIds: boolean;
}

/** Rows counted before others may have their turn. */
const AT_ONCE = 20_000;
const MASK = (1n << 64n) - 1n;
// Inverses modulo 2^64 of the factors of SplitMix64's finaliser (Steele et al. 2014).
const SECOND = 0x319642b2d24d8ec3n;
const FIRST = 0x96de1b173f119089n;
const STEP = 0x9e3779b97f4a7c15n;

/** How many rows of the second split the first holds too, whatever their ids. */
export async function countShared(first: RowHashes, second: RowHashes, signal?: AbortSignal): Promise<number> {
  const own = await contents(first, signal);
  const other = await contents(second, signal);
  let shared = 0;
  for (let i = 0, j = 0; j < other.length;) {
    const [a, b] = [own[i], other[j]];
    if (b === undefined || a === undefined) break;
    if (a < b) i++;
    else {
      if (a === b) shared++;
      j++;
    }
  }
  return shared;
}

/** A number for what each row holds besides its id, ascending. */
async function contents({ bytes, withIds }: RowHashes, signal?: AbortSignal): Promise<BigUint64Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = withIds ? 16 : 8;
  const found = new BigUint64Array(Math.floor(bytes.byteLength / width));
  for (let row = 0; row < found.length; row++) {
    if (row % AT_ONCE === AT_ONCE - 1) {
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
    }
    const hash = (place: number) => view.getBigUint64(row * width + 8 * place, true);
    // A row's hash is a mixed sum over its columns, so that the part of the ids can be taken out of it.
    found[row] = withIds ? (unmixed(hash(1)) - unmixed(hash(0))) & MASK : unmixed(hash(0));
  }
  return found.sort();
}

function unmixed(value: bigint): bigint {
  let found = value ^ (value >> 31n) ^ (value >> 62n);
  found = (found * SECOND) & MASK;
  found ^= (found >> 27n) ^ (found >> 54n);
  found = (found * FIRST) & MASK;
  found ^= (found >> 30n) ^ (found >> 60n);
  return (found - STEP) & MASK;
}
