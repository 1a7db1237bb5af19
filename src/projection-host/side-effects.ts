import type { EventStore, Position, RecordedEvent } from '../event-store/event-store.port.js';

/** What happens in the world because of an event, e.g. a message to somebody. */
export interface SideEffect {
  readonly name: string;
  /** Where it never ran, it begins with the first event of the log: for what is the same however late and however often it is done. */
  readonly fromFirstEvent?: boolean;
  /** Of what it is about, where that is little of the log: between such events its mark need not be kept after every commit. */
  isFor?(event: RecordedEvent): boolean;
  /** At least once for every live event it is for, in order; the event's position tells a repetition. Throws: the same again later. */
  run(event: RecordedEvent): Promise<void>;
}

/** How far each effect is; kept with the facts, so that a copy of the one is a copy of the other. */
export interface EffectMarks {
  handled(effect: string): Promise<Position | null>;
  keepHandled(effect: string, position: Position): Promise<void>;
}

export interface SideEffectsOptions {
  readonly retryMs: number;
  readonly onError: (error: unknown) => void;
  /** Resolves when the model has been up to the log once. */
  readonly caughtUp: () => Promise<void>;
}

const PAGE_EVENTS = 100;
/** Of an effect that most events are not for. */
const LOOKED_AT_EVENTS = 1_000;
/** How far an effect is, and how far its mark in the file. */
interface Mark {
  handled: Position;
  kept: Position;
}
/** Caught up with an empty log. */
const BEFORE_ALL = -1n;

/**
 * Runs the side effects of the model that serves, and only there: a rebuild replays what has happened already. An effect
 * becomes live once its model has caught up; from then on every event is handled after its facts are committed, and
 * across restarts and swaps of the model, since the mark goes with it.
 */
export class SideEffects {
  private committed: Position | null = null;
  private waiting: (() => void)[] = [];
  private running: Promise<unknown> = Promise.resolve();
  private readonly stopping = new AbortController();

  constructor(
    private readonly store: EventStore,
    private readonly effects: readonly SideEffect[],
    private readonly marks: EffectMarks,
    private readonly options: SideEffectsOptions,
  ) {}

  /** Called once, when the model begins to serve. */
  start(committed: Position | null): void {
    this.committedUpTo(committed);
    this.running = Promise.all(this.effects.map((effect) => this.supervise(effect)));
  }

  committedUpTo(position: Position | null): void {
    this.committed = position;
    for (const wake of this.waiting.splice(0)) wake();
  }

  /** Waits for the effect under way, so that the marks stand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (const wake of this.waiting.splice(0)) wake();
    await this.running;
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async supervise(effect: SideEffect): Promise<void> {
    while (!this.stopped) {
      try {
        await this.follow(effect);
      } catch (error) {
        if (!this.stopped) this.options.onError(error);
        await this.pause();
      }
    }
  }

  private async follow(effect: SideEffect): Promise<void> {
    const begun = await this.marks.handled(effect.name) ?? await this.goLive(effect);
    if (begun === null) return;
    const mark = { handled: begun, kept: begun };
    try {
      while (!this.stopped) {
        if (this.committed === null || this.committed <= mark.handled) await new Promise<void>((resolve) => this.waiting.push(resolve));
        else await this.handlePage(effect, mark, this.committed);
      }
    } finally {
      if (mark.handled !== mark.kept) await this.marks.keepHandled(effect.name, mark.handled);
    }
  }

  /** What was there when the model had first caught up is history. */
  private async goLive(effect: SideEffect): Promise<Position | null> {
    await Promise.race([this.options.caughtUp(), aborted(this.stopping.signal)]);
    if (this.stopped) return null;
    const position = effect.fromFirstEvent === true ? BEFORE_ALL : this.committed ?? BEFORE_ALL;
    await this.marks.keepHandled(effect.name, position);
    return position;
  }

  private async handlePage(effect: SideEffect, mark: Mark, committed: Position): Promise<void> {
    const limit = effect.isFor === undefined ? PAGE_EVENTS : LOOKED_AT_EVENTS;
    const events = (await this.store.readAll(mark.handled < 0n ? null : mark.handled, limit)).filter(({ position }) => position <= committed);
    let ran = effect.isFor === undefined;
    try {
      for (const event of events) {
        if (this.stopped) break;
        if (effect.isFor?.(event) !== false) {
          ran = true;
          await effect.run(event);
        }
        mark.handled = event.position;
      }
      // The rest up to the commit are events that the log leaves out.
      if (events.length === 0) mark.handled = committed;
    } finally {
      if (mark.handled !== mark.kept && (ran || mark.handled - mark.kept >= LOOKED_AT_EVENTS)) {
        await this.marks.keepHandled(effect.name, mark.handled);
        mark.kept = mark.handled;
      }
    }
  }

  private pause(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.options.retryMs);
      this.stopping.signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
    });
  }
}

const aborted = (signal: AbortSignal): Promise<void> => new Promise((resolve) => {
  if (signal.aborted) resolve();
  else signal.addEventListener('abort', () => resolve(), { once: true });
});
