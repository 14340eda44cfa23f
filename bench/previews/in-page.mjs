// Runs in JupyterLab's page: what a person sees of a viewer, whether it is drawn as elements or on a canvas.

/** Puts `globalThis.viewed` on the page; called as an init script, so it refers to nothing outside itself. */
export function installViewed() {
  const painted = [];
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    if (painted.length < 20_000) painted.push(String(text));
    return fillText.call(this, text, ...place);
  };

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

  /** Every element under a node, through shadow roots. */
  function deep(node, found = []) {
    for (const element of node.querySelectorAll("*")) {
      found.push(element);
      if (element.shadowRoot) deep(element.shadowRoot, found);
    }
    return found;
  }

  const cell = () => globalThis.benchPanel.content.widgets.at(-1).node;
  const output = () =>
    deep(cell()).filter((element) => element.closest(".jp-OutputArea-output") || element.getRootNode() !== document);

  /** Texts on screen: those of cells, or those that were painted since `forget`. */
  function texts(selector) {
    if (selector === "canvas") return painted;
    return output()
      .filter((element) => element.matches(selector))
      .map((element) => element.textContent.trim());
  }

  const tests = {
    rows: () => (text) => /^[-−]?\d+\.\d+/.test(text),
    /** An integer near `row`, however its digits are grouped. */
    near: (row) => (text) => /^\d[\d,. ]*$/.test(text) && Math.abs(Number(text.replace(/[, ]/g, "")) - row) < 60,
  };

  /** Resolves with milliseconds since `start` at the first frame after which a text passes. */
  async function until(start, selector, [test, argument], limit) {
    const passes = tests[test](argument);
    while (!texts(selector).some(passes)) {
      if (performance.now() - start > limit)
        throw new Error(
          `nothing after ${limit / 1000} s: ${cell().textContent.slice(0, 200).trim() || "an empty output"}`,
        );
      await frame();
    }
    // The frame in which it was found is painted when the next one starts.
    await frame();
    return performance.now() - start;
  }

  /** Runs `source` in a new last cell, after the output of the one before is taken away. */
  async function run(source, selector, limit) {
    const { content } = globalThis.benchPanel;
    const { sharedModel } = content.model;
    if (sharedModel.cells.length > 1) sharedModel.deleteCell(sharedModel.cells.length - 1);
    const index = sharedModel.cells.length;
    sharedModel.insertCell(index, { cell_type: "code", source });
    content.activeCellIndex = index;
    for (let i = 0; i < 3; i++) await frame();
    painted.length = 0;
    const start = performance.now();
    void globalThis.jupyterapp.commands.execute("notebook:run-cell");
    return until(start, selector, ["rows"], limit);
  }

  /** The element that scrolls the rows: found by a selector, or the largest that is higher than it shows. */
  function scroller(selector) {
    const all = output();
    if (selector) return all.find((element) => element.matches(selector));
    return all
      .filter((element) => element.scrollHeight > element.clientHeight + 200 && element.clientHeight > 100)
      .at(-1);
  }

  function scrollBy(element, px, wheel) {
    if (wheel)
      element.dispatchEvent(new WheelEvent("wheel", { deltaY: px, bubbles: true, cancelable: true, composed: true }));
    else element.scrollTop += px;
  }

  /** Milliseconds until rows at a share of all rows are on screen. */
  async function jump({ cells, scrolls, wheel, rowHeight }, rows, limit, share) {
    const element = scroller(scrolls);
    const row = Math.floor(rows * share);
    painted.length = 0;
    const start = performance.now();
    if (wheel) scrollBy(element, row * rowHeight, true);
    else element.scrollTop = Math.max(0, (element.scrollHeight - element.clientHeight) * share);
    const found = await until(start, cells, ["near", row], limit);
    return found;
  }

  /** To the first rows again. */
  function back({ scrolls, wheel }) {
    const element = scroller(scrolls);
    if (wheel) scrollBy(element, -1e9, true);
    else element.scrollTop = 0;
  }

  /** Milliseconds between frames while a person would scroll fast, and elements under the output. */
  async function scroll({ scrolls, wheel }, frames, px) {
    const element = scrolls === "none" ? undefined : scroller(scrolls);
    const times = [];
    let before = await frame();
    for (let i = 0; i < frames; i++) {
      if (element) scrollBy(element, px, wheel);
      const now = await frame();
      times.push(now - before);
      before = now;
    }
    return { times, elements: output().length };
  }

  /** What a viewer has drawn into its headers; icons are smaller. */
  const drawings = (selector) =>
    output().filter((element) => element.matches(selector) && element.getBoundingClientRect().width > 20);
  const box = (selector) =>
    drawings(selector)
      .map((element) => element.getBoundingClientRect())
      .map(({ x, y, width, height }) => ({ x, y, width, height }));

  /** Waits for a pointer's next move, then for each of the drawings but the first to change; in milliseconds. */
  function brushed(selector, count, limit) {
    const drawn = () => drawings(selector).slice(1, count + 1);
    const before = drawn().map((element) => element.innerHTML);
    const moved = new Promise((resolve) =>
      addEventListener("pointermove", () => resolve(performance.now()), { capture: true, once: true }),
    );
    globalThis.brushTime = moved.then(async (start) => {
      while (drawn().some((element, i) => element.innerHTML === before[i])) {
        if (performance.now() - start > limit) return undefined;
        await frame();
      }
      await frame();
      return performance.now() - start;
    });
  }

  globalThis.viewed = { run, jump, back, scroll, box, brushed, texts, output, frame };
}
