import type { FileHash, Upload } from "../contracts/types.js";
import type { Manifest } from "../core/manifests.js";
import { FoundryProblem, problem } from "../core/problems.js";
import { UPLOAD_LIFE } from "../store/local-staging.js";
import { Publication, type PublishObserver } from "../store/publication.js";
import type { Store } from "../store/store.js";

/** How long an upload may be silent before this process lets go of it; it can be gone on with from what is stored. */
const IDLE = 3_600_000;
const MOST = 64;

/** Publications under way in this hub; those of a hub that has ended are gone on with when they are asked for. */
export class Uploads {
  private readonly open = new Map<string, { publication: Publication; used: number }>();

  constructor(
    private readonly store: Store,
    private readonly onStep: PublishObserver,
  ) {}

  /** Begins an upload, or goes on with the one that has the same name, version and files. */
  async begin(manifest: unknown): Promise<Upload> {
    await this.releaseIdle();
    await this.store.expire();
    if (this.open.size >= MOST)
      throw problem("unavailable", `${MOST} uploads are under way in this hub; try again when one of them has ended.`);
    const begun = await Publication.begin(this.store, manifest, { ...this.options, resumable: true });
    // Whoever begins again while a file of the first is arriving shares its files and its locks.
    const before = this.open.get(begun.id);
    const publication = before?.used === Infinity ? before.publication : begun;
    this.open.set(publication.id, { publication, used: before?.used ?? Date.now() });
    return statusOf(publication);
  }

  status(id: string): Promise<Upload> {
    return this.use(id, statusOf);
  }

  /** Runs a part of an upload. */
  async use<T>(id: string, work: (publication: Publication) => Promise<T>): Promise<T> {
    const upload = this.open.get(id) ?? (await this.resumed(id));
    upload.used = Infinity;
    try {
      return await work(upload.publication);
    } finally {
      upload.used = Date.now();
    }
  }

  async commit(id: string, hashes: readonly FileHash[]): Promise<{ manifest: Manifest; unchanged: boolean }> {
    try {
      const committed = await this.use(id, async (publication) => ({
        manifest: await publication.commit(hashes),
        unchanged: publication.unchanged,
      }));
      this.open.delete(id);
      return committed;
    } catch (error) {
      // What is only incomplete can go on; anything else cannot be mended by sending more.
      if (!(error instanceof FoundryProblem && error.problem.status === 409 && error.type === "invalid-request"))
        this.open.delete(id);
      throw error;
    }
  }

  /** Ends an upload, whatever it has come to. */
  async end(id: string): Promise<void> {
    const upload = this.open.get(id) ?? (await this.resumed(id).catch(() => undefined));
    this.open.delete(id);
    await upload?.publication.discard();
  }

  /** Lets go of all, for this process or another to go on with. */
  async releaseAll(): Promise<void> {
    const all = [...this.open.values()];
    this.open.clear();
    await Promise.all(all.map(({ publication }) => publication.release()));
  }

  private async resumed(id: string): Promise<{ publication: Publication; used: number }> {
    const publication = await Publication.resume(this.store, id, this.options);
    if (!publication) throw problem("not-found", "This upload is unknown to the hub, or has expired; begin it anew.");
    const upload = { publication, used: Date.now() };
    this.open.set(id, upload);
    return upload;
  }

  private get options() {
    return { onStep: this.onStep, checkTables: true };
  }

  private async releaseIdle(): Promise<void> {
    const now = Date.now();
    for (const [id, { publication, used }] of this.open)
      if (now - used > IDLE) {
        this.open.delete(id);
        await publication.release();
      }
  }
}

async function statusOf(publication: Publication): Promise<Upload> {
  const { id, missing, arrived } = publication;
  return {
    id,
    missing,
    arrived,
    received: await publication.received(),
    expires: new Date(Date.now() + UPLOAD_LIFE).toISOString(),
  };
}
