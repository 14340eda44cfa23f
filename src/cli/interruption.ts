import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";

/** Milliseconds in which work that was interrupted may undo what it has begun. */
const PATIENCE = 2_000;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const drafts = new Set<string>();
const children = new Set<ChildProcess>();
let interrupted: NodeJS.Signals | undefined;
let undoes = false;
let listening = false;

/** What work throws that was interrupted. */
export class Interruption extends Error {
  /** As shells have it: 130 after Ctrl+C. */
  readonly status: number;

  constructor(signal: NodeJS.Signals) {
    super(`Interrupted by ${signal}.`);
    this.status = 128 + constants.signals[signal];
  }
}

/** From here on a signal ends the command once what it has begun is undone. */
export function endOnSignals(): void {
  if (!listening) for (const signal of SIGNALS) process.on(signal, () => void end(signal));
  listening = true;
}

/** Announces work that undoes what it has begun once {@link stopIfInterrupted} stops it. */
export function willUndo(): void {
  undoes = true;
}

/** Work that goes on for long calls this now and then. */
export function stopIfInterrupted(): void {
  if (interrupted) throw new Interruption(interrupted);
}

/** Works in a new folder, which is gone afterwards, whatever ends the work. */
export async function inDraft<Result>(
  parent: string,
  prefix: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, prefix));
  return withDrafts([folder], () => work(folder));
}

/** Works with files and folders that are gone afterwards, whatever ends the work. */
export async function withDrafts<Result>(paths: readonly string[], work: () => Promise<Result>): Promise<Result> {
  for (const path of paths) drafts.add(path);
  try {
    return await work();
  } finally {
    for (const path of paths) await rm(path, { recursive: true, force: true });
    for (const path of paths) drafts.delete(path);
  }
}

/** Waits for a process, which ends before this one does. */
export async function ended(child: ChildProcess): Promise<number> {
  children.add(child);
  try {
    const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    if (interrupted) throw new Interruption(interrupted);
    return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  } finally {
    children.delete(child);
  }
}

async function end(signal: NodeJS.Signals): Promise<void> {
  const again = interrupted !== undefined;
  interrupted ??= signal;
  if (!again && (undoes || drafts.size + children.size > 0)) {
    for (const child of children) child.kill(signal);
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
  }
  for (const folder of drafts) rmSync(folder, { recursive: true, force: true });
  process.exit(new Interruption(interrupted).status);
}
