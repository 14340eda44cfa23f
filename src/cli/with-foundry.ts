import { readEnvironment } from "./environment.js";
import type { Foundry } from "./foundry.js";

/** Works on the hub that the environment names, or on the store. */
export async function withFoundry(work: (foundry: Foundry) => Promise<void>): Promise<void> {
  const { openOwn } = await import("./transfer/places.js");
  await using(openOwn(readEnvironment()), work);
}

/** Works on a store or hub, and closes it. */
export async function using(opening: Promise<Foundry>, work: (foundry: Foundry) => Promise<void>): Promise<void> {
  const foundry = await opening;
  try {
    await work(foundry);
  } finally {
    foundry.close();
  }
}
