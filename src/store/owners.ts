import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { errorCode } from "./durable.js";

const DAY = 86_400_000;
/** How long a staging folder of another machine, on a shared file system, is taken for alive. */
const FOREIGN_LIFE = 7 * DAY;
/** How long an owner file that cannot be read is taken for one that is being written. */
const WRITING = 60_000;

/** Which process a staging folder belongs to. */
export interface Owner {
  pid: number;
  /** Tells a process from a later one of the same number. */
  started: string | null;
  host: string;
  /** Tells a start of a machine from every other, where the system knows. */
  boot?: string;
}

/** This process. */
export function thisProcess(): Owner {
  const boot = bootOf();
  return { pid: process.pid, started: startOf(process.pid), host: hostname(), ...(boot === undefined ? {} : { boot }) };
}

/** Whether the owner written in `text`, `age` milliseconds ago, may still be at work. */
export function isAlive(text: string, age: number): boolean {
  const owner = ownerOf(text);
  if (!owner) return age < WRITING;
  if (owner.host !== hostname()) return age < FOREIGN_LIFE;
  if (!isRunning(owner.pid)) return false;
  const started = startOf(owner.pid);
  return owner.started === null || started === null || owner.started === started;
}

/** Whether `text` names a process of this machine, since it was started, that is no more. */
export function isGone(text: string): boolean {
  const { host, boot } = ownerOf(text) ?? {};
  // Machines of one name are told apart by this number; where there is none, nobody is known to be gone.
  return host === hostname() && boot !== undefined && boot === bootOf() && !isAlive(text, 0);
}

/** Whether `text` names this process. */
export function isThisProcess(text: string): boolean {
  const owner = ownerOf(text);
  return owner?.pid === process.pid && owner.host === hostname() && owner.started === startOf(process.pid);
}

function ownerOf(text: string): Owner | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, started, host, boot } = value as Record<string, unknown>;
    if (typeof pid !== "number" || typeof host !== "string") return undefined;
    return {
      pid,
      started: typeof started === "string" ? started : null,
      host,
      ...(typeof boot === "string" ? { boot } : {}),
    };
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    return errorCode(error) === "EPERM";
  }
  // A killed child whose parent has not asked for it yet still has its number.
  return stateOf(pid) !== "Z";
}

const startOf = (pid: number): string | null => statOf(pid)?.[19] ?? null;
const stateOf = (pid: number): string | null => statOf(pid)?.[0] ?? null;

function bootOf(): string | undefined {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return undefined;
  }
}

/** Fields of Linux's /proc/PID/stat after the command's name, which may hold anything. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
