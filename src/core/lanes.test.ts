import { inLanes } from "./lanes.js";

const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

test("works through every item, so many at a time", async () => {
  const done: number[] = [];
  let under = 0;
  let most = 0;
  await inLanes([1, 2, 3, 4, 5], 2, async (item) => {
    most = Math.max(most, ++under);
    await soon();
    under -= 1;
    done.push(item);
  });
  expect([...done].sort()).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test("begins no other after a failure, and throws the first one when all have ended", async () => {
  const begun: number[] = [];
  let under = 0;
  const work = async (item: number) => {
    begun.push(item);
    under += 1;
    await soon();
    under -= 1;
    if (item < 3) throw new Error(`item ${item}`);
  };
  await expect(inLanes([1, 2, 3, 4], 2, work)).rejects.toThrow("item 1");
  expect(begun).toEqual([1, 2]);
  expect(under).toBe(0);
});

test("of nothing there is nothing to do", async () => {
  await expect(inLanes([], 2, soon as () => Promise<never>)).resolves.toBeUndefined();
});
