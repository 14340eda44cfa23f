import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BodyThread } from "./body-threads.js";

// No body makes the real thread die for sure; this one dies at an empty body.
const DYING = `
import { parentPort } from "node:worker_threads";
parentPort.on("message", ({ id, body }) => {
  if (body.length === 0) throw new Error("out of memory");
  setTimeout(() => parentPort.postMessage({ id, type: "read", request: { id: String(body.length), inputs: [], outputs: [], binary: false, cache: true } }), 50);
});`;

test("a thread that dies fails what it had to do in a sentence, and the next body is read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "foundry-thread-"));
  const file = join(folder, "thread.mjs");
  writeFileSync(file, DYING);
  const thread = new BodyThread(file);
  try {
    expect(await thread.read(new Uint8Array(3), undefined)).toMatchObject({ id: "3" });
    const both = await Promise.allSettled([
      thread.read(new Uint8Array(2), undefined),
      thread.read(new Uint8Array(0), undefined),
    ]);
    for (const found of both) {
      expect(found.status).toBe("rejected");
      if (found.status === "rejected")
        expect(found.reason).toMatchObject({
          problem: { status: 503, detail: "The request was not answered (out of memory): send fewer rows at once." },
        });
    }
    expect(thread.waits).toBe(0);
    const next = [thread.read(new Uint8Array(4), undefined), thread.read(new Uint8Array(5), undefined)];
    expect(await Promise.all(next)).toMatchObject([{ id: "4" }, { id: "5" }]);
  } finally {
    await thread.close();
    rmSync(folder, { recursive: true });
  }
});
