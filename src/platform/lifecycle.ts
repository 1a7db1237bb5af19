/** Where the process stands; readiness and the first hook of the server read it. */
export class Lifecycle {
  private phase: 'serving' | 'draining' | 'stopping' = 'serving';

  /** Not ready any more, but still answering: time for whoever sends requests to look elsewhere. */
  drain(): void {
    this.phase = 'draining';
  }

  /** New requests are turned away; those under way are finished. */
  stop(): void {
    this.phase = 'stopping';
  }

  get ready(): boolean {
    return this.phase === 'serving';
  }

  get stopping(): boolean {
    return this.phase === 'stopping';
  }
}
