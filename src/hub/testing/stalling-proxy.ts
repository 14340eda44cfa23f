import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { atEnd } from "../../store/testing/packages.js";

/** A line to a hub that goes dead after some bytes: nothing more passes, and nobody is told. */
export interface StallingProxy {
  url: string;
  /** Resolves when the line has gone dead. */
  stalled: Promise<void>;
}

/** Makes a line to a hub that passes `limit` bytes of what is sent, of all connections together. */
export async function stallAfter(hub: string, limit: number): Promise<StallingProxy> {
  const { hostname, port } = new URL(hub);
  const sockets = new Set<Socket>();
  let passed = 0;
  let stall: () => void = () => undefined;
  const stalled = new Promise<void>((resolve) => (stall = resolve));
  const server = createServer((client) => {
    const up = connect(Number(port), hostname);
    for (const socket of [client, up]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    up.pipe(client);
    client.on("data", (chunk: Buffer) => {
      const allowed = chunk.subarray(0, Math.max(0, limit - passed));
      passed += allowed.length;
      if (allowed.length > 0) up.write(allowed);
      if (passed < limit) return;
      client.pause();
      stall();
    });
    client.on("close", () => up.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stalled };
}
