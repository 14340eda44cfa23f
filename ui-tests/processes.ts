import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** The first of what a process says: where it listens. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("A process of the test has no output.");
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return line.toString();
}

/** Ends processes, and waits for that. */
export async function stopped(...children: ChildProcess[]): Promise<void> {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGTERM");
    await once(child, "exit");
  }
}
