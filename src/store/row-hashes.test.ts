import { compareHashes } from "./row-hashes.js";

/** Numbers as a file holds them, in pieces that end anywhere. */
async function* file(numbers: readonly bigint[], piece = 5): AsyncGenerator<Uint8Array> {
  const bytes = new Uint8Array(new BigUint64Array(numbers).buffer);
  for (let start = 0; start < bytes.length; start += piece)
    yield await Promise.resolve(bytes.slice(start, start + piece));
}

const big = (...numbers: number[]) => numbers.map((number) => BigInt(number) * 0x1_0000_0001n);
const rows = (before: bigint[], after: bigint[], piece?: number) =>
  compareHashes(file(before, piece), file(after, piece), 1, "rows");

test.each([1, 3, 8, 13, 4096])("counts rows that both have, read in pieces of %i bytes", async (piece) => {
  expect(await rows(big(1, 2, 2, 3), big(2, 3, 3, 9), piece)).toEqual({ kept: 2, added: 2, removed: 2, changed: 0 });
  expect(await rows([], big(1, 2), piece)).toEqual({ kept: 0, added: 2, removed: 0, changed: 0 });
  expect(await rows(big(1, 2), [], piece)).toEqual({ kept: 0, added: 0, removed: 2, changed: 0 });
});

test("numbers whose halves differ are ordered by the high one", async () => {
  const high = [0x0000_0001_ffff_ffffn, 0x0000_0002_0000_0000n, 0xffff_ffff_0000_0000n];
  expect(await rows(high, high)).toEqual({ kept: 3, added: 0, removed: 0, changed: 0 });
});

test("rows with an id are the same, changed, added or removed", async () => {
  const before = [1n, 10n, 2n, 20n, 3n, 30n];
  const after = [1n, 10n, 2n, 21n, 4n, 40n];
  expect(await compareHashes(file(before), file(after), 2, "rows")).toEqual({
    kept: 1,
    added: 1,
    removed: 1,
    changed: 1,
  });
});

test("a file that is not in order, or ends within a number, is refused", async () => {
  await expect(rows(big(2, 1, 3), big(1, 2, 3), 4096)).rejects.toThrow("not in ascending order");
  async function* torn() {
    yield await Promise.resolve(new Uint8Array(9));
  }
  await expect(compareHashes(torn(), file(big(1)), 1, "rows")).rejects.toThrow("ends within a number");
});
