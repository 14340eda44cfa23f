import { problem } from "../core/problems.js";
import { Publication, type PublishObserver } from "../store/publication.js";
import type { Store } from "../store/store.js";

/** How long an upload may be silent before it is forgotten. */
const IDLE = 3_600_000;
const MOST = 64;

/** Publications under way in this hub. */
export class Uploads {
  private readonly open = new Map<string, { publication: Publication; used: number }>();

  constructor(
    private readonly store: Store,
    private readonly onStep: PublishObserver,
  ) {}

  async begin(manifest: unknown): Promise<Publication> {
    await this.forgetIdle();
    if (this.open.size >= MOST)
      throw problem("unavailable", `${MOST} uploads are under way in this hub; try again when one of them has ended.`);
    const publication = await Publication.begin(this.store, manifest, { onStep: this.onStep });
    this.open.set(publication.id, { publication, used: Date.now() });
    return publication;
  }

  /** Runs a part of an upload. */
  async use<T>(id: string, work: (publication: Publication) => Promise<T>): Promise<T> {
    const upload = this.open.get(id);
    if (!upload)
      throw problem("not-found", "This upload is unknown to the hub, which may have been started again; begin it anew.");
    upload.used = Infinity;
    try {
      return await work(upload.publication);
    } finally {
      upload.used = Date.now();
    }
  }

  /** Ends an upload, whatever it has come to. */
  async end(id: string): Promise<void> {
    const upload = this.open.get(id);
    this.open.delete(id);
    await upload?.publication.discard();
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.open.keys()].map((id) => this.end(id)));
  }

  private async forgetIdle(): Promise<void> {
    const now = Date.now();
    for (const [id, { used }] of this.open) if (now - used > IDLE) await this.end(id);
  }
}
