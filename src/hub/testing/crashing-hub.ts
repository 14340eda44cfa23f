// A hub in a process of its own that ends as by `kill -9` when a publication, or the entry of that number, comes to the step in CRASH_AT.
import { Catalog } from "../../catalog/catalog.js";
import { FolderStore } from "../../store/folder-store.js";
import { lifelineCut, serve } from "../serve.js";

const [folder = "", cache = ""] = process.argv.slice(2);
let left = Number(process.env.CRASH_COUNT ?? 1);
const store = await FolderStore.open(folder);
const served = await serve(store, {
  ...{ host: "127.0.0.1", port: 0, token: "token", version: "0", catalog: Catalog.of(store, cache) },
  onSubmitStep: (step) => {
    // Only the entry that is to be caught in the middle: others are before and beside it.
    if (`submit ${step}` === process.env.CRASH_AT && --left === 0) process.kill(process.pid, "SIGKILL");
  },
  onPublishStep: ({ step, path }) => {
    if ([step, path].filter(Boolean).join(" ") === process.env.CRASH_AT) process.kill(process.pid, "SIGKILL");
  },
});
process.stdout.write(`${JSON.stringify({ url: served.url })}\n`);
await lifelineCut();
await served.close();
