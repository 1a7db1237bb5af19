import fc from 'fast-check';
import { RevisionConflict } from '../../src/event-store/errors.js';
import type { EventStore, ExpectedRevision } from '../../src/event-store/event-store.port.js';
import { InMemoryEventStore } from '../../src/event-store/in-memory/in-memory.event-store.js';
import { all, anEvent, idsOf } from '../support/event-store/events.js';
import { StoreModel } from '../support/event-store/model.js';
import { runSeed } from '../support/event-store/random.js';
import { openSqlite } from '../support/event-store/sqlite.js';
import { temporaryFolder } from '../support/event-store/temporary-folder.js';
import type { OpenStore } from './event-store.contract.js';

interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly ids: readonly string[];
}
/** Few streams, revisions and ids, so that retries, overlaps and lost races come up all the time. */
const expected = fc.oneof(fc.constant('no-stream' as const), fc.bigInt(0n, 6n), fc.constant('right' as const));
const ids = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 3 }),
  fc.constant('fresh' as const),
  fc.constant('again' as const),
);

const command = fc.oneof(
  { weight: 30, arbitrary: fc.record({ kind: fc.constant('append' as const), stream: fc.constantFrom('a', 'b', 'c'), expected, ids }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('check' as const), stream: fc.constantFrom('a', 'b', 'c') }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
);
type Command = typeof command extends fc.Arbitrary<infer Value> ? Value : never;
const idOf = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

class Run {
  private readonly model = new StoreModel();
  private readonly sent: Append[] = [];
  private fresh = 100;
  private store: EventStore;

  constructor(private readonly opened: OpenStore) {
    this.store = opened.store;
  }

  async execute(step: Command): Promise<void> {
    if (step.kind === 'append') await this.append(this.choose(step));
    if (step.kind === 'check') await this.check(step.stream);
    if (step.kind === 'reopen' && this.opened.reopen) this.store = await this.opened.reopen();
  }

  async finish(): Promise<void> {
    for (const stream of ['a', 'b', 'c']) await this.check(stream);
    expect(idsOf(await this.store.readAll(null, 10_000))).toEqual(this.model.log);
    await this.store.close();
  }

  private choose({ stream, expected: wanted, ids: choice }: Extract<Command, { kind: 'append' }>): Append {
    if (choice === 'again') return this.sent.at(-1) ?? { stream, expected: 'no-stream', ids: [idOf(0)] };
    const chosen = choice === 'fresh' ? [(this.fresh += 1)] : [...new Set(choice)];
    return { stream, expected: wanted === 'right' ? this.model.revision(stream) : wanted, ids: chosen.map(idOf) };
  }

  private async append(append: Append): Promise<void> {
    this.sent.push(append);
    const { stream, expected: revision, ids: chosen } = append;
    const events = chosen.map((id) => anEvent({ id }));
    const answer = await this.store.append(stream, revision, events).catch((error: unknown) => error);
    const wanted = this.model.append(stream, revision, chosen);
    if (wanted === null) {
      expect(answer).toBeInstanceOf(RevisionConflict);
      expect(answer).toMatchObject({ actual: this.model.revision(stream) });
    } else expect(answer).toMatchObject({ revision: wanted });
  }

  private async check(stream: string): Promise<void> {
    const events = await all(this.store, stream);
    expect(idsOf(events)).toEqual(this.model.stream(stream));
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => BigInt(index)));
  }
}

const folder = temporaryFolder();
const adapters: [string, number, () => Promise<OpenStore>][] = [
  ['in memory', 300, async () => ({ store: new InMemoryEventStore() })],
  ['SQLite', 10, () => openSqlite(folder)],
];

describe.each(adapters)('The event store against its model: %s', (_name, numRuns, open) => {
  it(`answers every history of commands as the model does (SEED=${runSeed})`, async () => {
    const history = fc.array(command, { minLength: 20, maxLength: 60, size: 'max' });
    const agrees = fc.asyncProperty(history, async (commands) => {
      const run = new Run(await open());
      for (const step of commands) await run.execute(step);
      await run.finish();
    });
    await fc.assert(agrees, { numRuns, seed: runSeed });
  }, 120_000);
});
