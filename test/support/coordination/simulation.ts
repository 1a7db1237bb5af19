import { randomUUID } from 'node:crypto';
import type { Fence } from '../../../src/coordination/domain/fences.js';
import type { LeaseParts } from '../../../src/coordination/application/lease-log.js';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import type { EventStore, AppendResult, NewEvent, RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';

interface Turn {
  readonly life: Life;
  readonly go: () => void;
  /** On a long way round: passed over again and again, while others take over. */
  readonly late: boolean;
}

/** One process from its start to its crash, with a clock that runs at its own pace from its own beginning. */
export class Life {
  crashed = false;
  constructor(
    readonly name: string,
    readonly pace: number,
    public clockMs: number,
  ) {}
}

/** Several processes on one log, where every message takes as long as the dice say, is lost, or outlives its sender. */
export class Simulation {
  readonly log = new InMemoryEventStore();
  private turns: Turn[] = [];

  constructor(readonly random: (below: number) => number) {}

  partsOf(life: Life): LeaseParts {
    const pause = (): Promise<void> => this.turn(life);
    return { store: this.seenBy(life), nowMs: () => this.random(2 ** 41), monotonicMs: () => life.clockMs, pause };
  }

  /** Time passes for everybody, at everybody's own pace; then one message arrives. */
  async step(lives: readonly Life[], msMax: number): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const ms = this.random(msMax);
    for (const life of lives) life.clockMs += ms * life.pace;
    const index = this.random(this.turns.length + 1);
    if (this.turns[index]?.late === true && this.random(200) > 0) return;
    this.turns.splice(index, 1)[0]?.go();
  }

  /** What it has sent may still arrive, much later; what is answered reaches nobody. */
  crash(life: Life): void {
    const doomed = life;
    doomed.crashed = true;
    this.turns = this.turns.filter((turn) => turn.life !== life || this.random(2) === 0);
  }

  private turn(life: Life, late = false): Promise<void> {
    return new Promise((go) => { if (!life.crashed) this.turns.push({ life, go, late }); });
  }

  private async travel<T>(life: Life, work: () => Promise<T>, late = false): Promise<T> {
    await this.turn(life, late);
    if (this.random(80) === 0) throw new EventStoreUnavailable('lost on the way');
    const answer = await work();
    await this.turn(life);
    if (this.random(80) === 0) throw new EventStoreUnavailable('the answer was lost');
    return answer;
  }

  private seenBy(life: Life): EventStore {
    const { log } = this;
    const append = (...args: Parameters<EventStore['append']>): Promise<AppendResult> =>
      this.travel(life, () => log.append(...args), args[0].startsWith('target-') && this.random(6) === 0);
    const readStream = async function* (this: Simulation, ...args: Parameters<EventStore['readStream']>): AsyncGenerator<RecordedEvent> {
      yield* await this.travel(life, async () => {
        const events: RecordedEvent[] = [];
        for await (const event of log.readStream(...args)) events.push(event);
        return events;
      });
    }.bind(this);
    return Object.assign(Object.create(log) as EventStore, { append, readStream });
  }
}

/** What a holder writes in these tests: who wrote it, under which token. */
export const written = (holder: string, fence: Fence): NewEvent => ({ id: randomUUID(), type: 'Written', data: { holder }, metadata: { fence } });
