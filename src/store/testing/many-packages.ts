import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../open-store.js";
import { publishFolder } from "../publish-folder.js";
import { preparedDataset } from "./packages.js";

/** Disks answer several at a time nearly as fast as one. */
const PUBLISHERS = 16;

/** A folder with a store in which `set-0` and so many more were published; the caller removes it. */
export async function manyPackages(count: number): Promise<string> {
  const location = await mkdtemp(join(tmpdir(), "foundry-test-"));
  const store = await openStore(location);
  const names = Array.from({ length: count }, (_, index) => `set-${index}`).values();
  const publish = async () => {
    for (const name of names) {
      const folder = await preparedDataset({ name });
      await publishFolder(store, folder);
      await rm(folder, { recursive: true });
    }
  };
  await Promise.all(Array.from({ length: PUBLISHERS }, publish));
  return location;
}
