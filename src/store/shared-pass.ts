/** Work that callers share: those that come while it runs share the next pass, as one that began before they did may have missed something. */
export class SharedPass<T> {
  private running: Promise<unknown> = Promise.resolve();
  private queued: Promise<T> | undefined;

  constructor(private readonly work: () => Promise<T>) {}

  run(): Promise<T> {
    this.queued ??= this.running.then(() => {
      this.queued = undefined;
      const pass = this.work();
      this.running = pass.catch(() => undefined);
      return pass;
    });
    return this.queued;
  }
}
