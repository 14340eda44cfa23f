// One use of a viewer, as a person does it: run the cell, jump to the middle, scroll, brush.

const BRUSHED_HEADERS = 4;
const STEPS = 5;
/** Milliseconds after which the fastest of them has counted its columns; the others count on. */
const REST = 1500;

/** Milliseconds of each part of a use; undefined where the viewer has no such thing. */
export async function measureOnce(page, viewer, { rows, limit, frames = 180 }) {
  const { show, cells, scrolls, wheel, rowHeight } = viewer;
  const options = { cells, scrolls, wheel, rowHeight };
  const found = {};
  found.first = await page.evaluate(
    ([source, at, most]) => globalThis.viewed.run(source, at, most),
    [show, cells, limit],
  );
  const jump = (share) =>
    page.evaluate(
      ([given, count, most, at]) => globalThis.viewed.jump(given, count, most, at),
      [options, rows, limit, share],
    );
  // At once, while a viewer may still count its columns, and when it is at rest, to rows that were not there before.
  if (!viewer.noJump) found.early = await jump(0.25);
  if (!viewer.noJump) {
    await page.waitForTimeout(REST);
    await page.evaluate((given) => globalThis.viewed.back(given), options);
    await page.waitForTimeout(REST);
    found.jump = await jump(0.5);
  }
  Object.assign(found, await scroll(page, viewer.floor ? { scrolls: "none" } : options, frames));
  // Last: it leaves a filter behind.
  if (!viewer.noBrush) Object.assign(found, await brush(page, viewer));
  return found;
}

/** Drags over the first histogram: each step is timed until the headers beside it have changed. */
async function brush(page, { bars }) {
  const drawn = page.waitForFunction(
    ([selector, count]) => globalThis.viewed.box(selector).length > count,
    [bars, BRUSHED_HEADERS],
    { timeout: 15_000 },
  );
  // Told by the report: a viewer whose headers stay empty here has nothing to brush.
  if (
    !(await drawn.then(
      () => true,
      () => false,
    ))
  )
    return {};
  const [, { x, y, width, height }] = await page.evaluate((selector) => globalThis.viewed.box(selector), bars);
  const times = [];
  const middle = y + height / 3;
  await page.mouse.move(x + width * 0.3, middle);
  await page.mouse.down();
  for (let step = 1; step <= STEPS; step++) {
    await page.evaluate(
      ([selector, count]) => globalThis.viewed.brushed(selector, count, 20_000),
      [bars, BRUSHED_HEADERS],
    );
    await page.mouse.move(x + width * (0.3 + 0.1 * step), middle);
    times.push(await page.evaluate(() => globalThis.brushTime));
  }
  await page.mouse.up();
  const [first, ...later] = times;
  if (times.includes(undefined)) throw new Error("the headers did not follow the brush within 20 s");
  return { brush: first, brushing: later.toSorted((a, b) => a - b)[Math.floor(later.length / 2)] };
}

/** Frame times, the main thread's own work a frame, and the elements that are there afterwards. */
async function scroll(page, options, frames) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.setTimeDomain", { timeDomain: "threadTicks" }).catch(() => undefined);
  await session.send("Performance.enable");
  const busy = async () =>
    (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
  const before = await busy();
  const { times, elements } = await page.evaluate(
    ([given, count]) => globalThis.viewed.scroll(given, count, 130),
    [options, frames],
  );
  const work = ((await busy()) - before) * 1000;
  await session.detach();
  return { frames: times, work: work / frames, elements };
}
