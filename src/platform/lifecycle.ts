/** Where the process stands; readiness and the first hook of the server read it. */
export class Lifecycle {
  private phase: 'serving' | 'draining' | 'stopping' = 'serving';
  private readonly atStop: (() => void)[] = [];

  /** Not ready any more, but still answering: time for whoever sends requests to look elsewhere. */
  drain(): void {
    this.phase = 'draining';
  }

  /** New requests are turned away; those under way are finished. */
  stop(): void {
    this.phase = 'stopping';
    for (const act of this.atStop.splice(0)) act();
  }

  /** What is not a request and would not end by itself. */
  onStop(act: () => void): void {
    this.atStop.push(act);
  }

  get ready(): boolean {
    return this.phase === 'serving';
  }

  get stopping(): boolean {
    return this.phase === 'stopping';
  }
}
