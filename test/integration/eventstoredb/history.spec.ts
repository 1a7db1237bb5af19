import type { RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { forbidStrayErrors } from '../../support/eventstoredb/no-stray-errors.js';
import { randomIntegers, runSeed } from '../../support/event-store/random.js';
import { Follower } from '../../support/histories/follower.js';
import { HallProcess } from '../../support/histories/hall-process.js';
import { stubSubject } from '../../support/histories/stub-subject.js';
import { inMemorySubject, sqliteSubject, type Subject } from '../../support/histories/subjects.js';
import { broken, disordered, lost, modelOf, ofRequests, repeated, senderOf, told, wholeLog } from '../../support/histories/verdict.js';
import { write, type Acknowledged } from '../../support/histories/writers.js';

forbidStrayErrors();
const WRITERS = 8;
const CALLS = 24;
/** One call in so many is met by a drop, a fault or a death. */
const TROUBLE_EVERY = 5;
const subjects: [string, () => Promise<Subject>][] = [
  ['in-memory', inMemorySubject],
  ['SQLite', sqliteSubject],
  ['EventStoreDB', stubSubject],
];

interface History {
  readonly acknowledged: readonly Acknowledged[];
  readonly log: readonly RecordedEvent[];
  readonly seen: readonly RecordedEvent[];
  readonly deaths: number;
  /** Of streams whose chain of hashes does not hold. */
  readonly broken: readonly string[];
}

async function run(subject: Subject, processes: readonly [HallProcess, HallProcess]): Promise<History> {
  const random = randomIntegers(runSeed);
  const [first] = processes;
  await first.loadCatalogue();
  const follower = new Follower(first);
  let deaths = 0;
  const trouble = async () => {
    if (random(TROUBLE_EVERY) > 0) return;
    if (random(4) > 0) return subject.mischief(random);
    deaths += 1;
    processes[random(2)]?.kill();
  };
  try {
    const writers = Array.from({ length: WRITERS }, (_, writer) =>
      write(writer, CALLS, processes[writer % 2] ?? first, randomIntegers(runSeed + writer + 1), trouble),
    );
    const acknowledged = (await Promise.all(writers)).flat();
    const reader = await first.store;
    const log = await wholeLog(reader);
    await follower.reached(log.at(-1)?.position ?? 0n);
    const streams = [...new Set(ofRequests(log).map(({ stream }) => stream))];
    return { acknowledged, log, deaths, seen: follower.seen, broken: await broken(reader, streams) };
  } finally {
    await follower.stop();
  }
}

describe.each(subjects)('A random history of eight writers on the %s log, with drops and deaths in between', (_name, open) => {
  it(`loses no acknowledged event, records none twice and keeps the order (SEED=${runSeed})`, async () => {
    const subject = await open();
    const processes = [new HallProcess(subject), new HallProcess(subject)] as const;
    try {
      const history = await run(subject, processes);
      const recorded = ofRequests(history.log);
      expect(history.deaths).toBeGreaterThan(0);
      expect(recorded.length).toBeGreaterThan(WRITERS);
      expect(lost(recorded, history.acknowledged)).toEqual([]);
      expect(repeated(recorded.map(senderOf))).toEqual([]);
      expect(disordered(recorded, history.acknowledged)).toEqual([]);
      expect(history.broken).toEqual([]);
      expect(history.seen.map(({ id }) => id)).toEqual(history.log.map(({ id }) => id));
      expect(told(recorded)).toEqual(await modelOf(recorded, history.acknowledged));
    } finally {
      await Promise.all(processes.map((process) => process.stop()));
      await subject.close();
    }
  }, 120_000);
});
