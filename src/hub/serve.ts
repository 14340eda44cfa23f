import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { Store } from "../store/store.js";
import { createHub, type HubOptions } from "./hub.js";

/** Where a hub listens, and with which token it answers. */
export interface Served {
  url: string;
  token: string;
  pid: number;
  /** Ends the hub: open uploads are forgotten, connections closed. */
  close: () => Promise<void>;
}

/** A token that nobody guesses. */
export const randomToken = (): string => randomBytes(32).toString("base64url");

/** Starts a hub; port 0 is any free one. */
export async function serve(
  store: Store,
  { host, port, ...options }: HubOptions & { host: string; port: number },
): Promise<Served> {
  const app = createHub(store, options);
  await app.listen({ host, port });
  const { address, family, port: bound } = app.server.address() as AddressInfo;
  const shown = family === "IPv6" ? `[${address}]` : address;
  return { url: `http://${shown}:${bound}`, token: options.token, pid: process.pid, close: () => app.close() };
}

/** Resolves when the other end of stdin is gone: with it, whoever started this process. */
export function lifelineCut(): Promise<void> {
  return new Promise((resolve) => {
    const cut = () => resolve();
    process.stdin.on("end", cut).on("close", cut).on("error", cut).resume();
  });
}
