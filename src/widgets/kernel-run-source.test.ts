import type { Channel } from "./channel.js";
import { KernelRequests } from "./kernel-requests.js";
import { KernelRunSource } from "./kernel-run-source.js";

test("a run tells its progress, can be stopped, and gives a table", async () => {
  const sent: object[] = [];
  let say: (message: unknown, buffers: readonly DataView[]) => void = () => undefined;
  const channel: Channel = {
    live: true,
    send: (message) => void sent.push(message),
    onMessage: (listener) => (say = listener),
    onLive: () => undefined,
  };
  const model = { reference: "forest@1.0.0", title: "Forest" };
  const data = { label: "gaps test", rows: 4 };
  const source = new KernelRunSource(new KernelRequests(channel, undefined, 1), [model], [data]);
  const told: number[] = [];
  const run = source.run(model, data, ({ done }) => told.push(done));
  say({ type: "progress", id: 1, done: 1, total: 4, rowsPerSecond: 10 }, []);
  say({ type: "progress", id: 1, done: 2, total: 4, rowsPerSecond: 10 }, []);
  run.stop();
  const description = { title: "result", rows: 2, columns: [{ name: "predicted gap", type: "double", unit: "eV" }] };
  say({ type: "finished", id: 1, description, seconds: 0.1, stopped: true }, []);
  const result = await run.result;
  expect(told).toEqual([1, 2]);
  expect(sent).toEqual([
    { type: "run", id: 1, model: "forest@1.0.0", data: "gaps test" },
    { type: "stop", id: 1 },
  ]);
  expect(result).toMatchObject({ seconds: 0.1, stopped: true, table: { description } });
});
