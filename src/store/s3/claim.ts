import { KINDS } from "../../core/manifests.js";
import { problem } from "../../core/problems.js";
import { isGone, thisProcess } from "../owners.js";
import type { PackageVersion } from "../store.js";
import type { Bucket } from "./bucket.js";

/** Milliseconds after which a claim that was not renewed is that of a dead process. */
export const LEASE = 10 * 60_000;
const RENEWAL = LEASE / 5;
/** How long to wait for another publication of the same version, and how often to look. */
const PATIENCE = 60_000;
const LOOK = 250;

export const CLAIMS = ".staging/";

/** The right to write the files of a version that is not published yet; one process has it at a time. */
export class Claim {
  private etag: string;
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly bucket: Bucket,
    private readonly key: string,
    etag: string,
  ) {
    this.etag = etag;
    this.timer = setInterval(() => void this.renew().catch(() => undefined), RENEWAL);
    this.timer.unref();
  }

  /** Waits for another publication of the version to end; undefined where the version is there then. */
  static async of(bucket: Bucket, target: PackageVersion, exists: () => Promise<boolean>): Promise<Claim | undefined> {
    const key = claimKey(target);
    for (const since = Date.now(); ;) {
      const etag = (await bucket.putIf(key, claimText())) ?? (await takenOver(bucket, key));
      if (etag !== undefined) {
        const claim = new Claim(bucket, key, etag);
        if (!(await exists())) return claim;
        await claim.release();
        return undefined;
      }
      if (await exists()) return undefined;
      if (Date.now() - since > PATIENCE)
        throw problem(
          "unavailable",
          `${target.name}@${target.version} is being published by another process; try again in a while.`,
          { status: 409 },
        );
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    await this.bucket.remove([this.key]);
  }

  private async renew(): Promise<void> {
    this.etag = (await this.bucket.putIf(this.key, claimText(), this.etag)) ?? this.etag;
  }
}

export const claimKey = ({ kind, name, version }: PackageVersion): string => `${CLAIMS}${kind}/${name}/${version}.json`;

/** The version that a claim is on. */
export function claimed(key: string): PackageVersion | undefined {
  const [, text, name, version] = /^\.staging\/([^/]+)\/([^/]+)\/([^/]+)\.json$/.exec(key) ?? [];
  const kind = KINDS.find((known) => known === text);
  return kind && name && version ? { kind, name, version } : undefined;
}

const claimText = (): string => JSON.stringify({ ...thisProcess(), at: new Date().toISOString() });

/** The entity tag of a dead process's claim that is this one's now. */
async function takenOver(bucket: Bucket, key: string): Promise<string | undefined> {
  const found = await bucket.head(key);
  if (!found) return undefined;
  const isStale = Date.now() - found.modified.getTime() >= LEASE || isGone((await bucket.text(key)) ?? "");
  if (!isStale) return undefined;
  return bucket.putIf(key, claimText(), found.etag);
}
