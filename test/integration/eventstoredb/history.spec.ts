import { randomIntegers, runSeed } from '../../support/event-store/random.js';
import { Follower } from '../../support/histories/follower.js';
import { HallProcess } from '../../support/histories/hall-process.js';
import { stubSubject } from '../../support/histories/stub-subject.js';
import { inMemorySubject, sqliteSubject, type Subject } from '../../support/histories/subjects.js';
import { broken, disordered, lost, modelOf, ofRequests, repeated, senderOf, told, wholeLog } from '../../support/histories/verdict.js';
import { write } from '../../support/histories/writers.js';

const WRITERS = 8;
const PROCESSES = 2;
const CALLS = 24;
/** One call in so many is met by a drop, a fault or a death. */
const TROUBLE_EVERY = 5;
const subjects: [string, () => Promise<Subject>][] = [
  ['in-memory', inMemorySubject],
  ['SQLite', sqliteSubject],
  ['EventStoreDB', stubSubject],
];

describe.each(subjects)('A random history of eight writers on the %s log, with drops and deaths in between', (_name, open) => {
  it(`loses no acknowledged event, records none twice and keeps the order (SEED=${runSeed})`, async () => {
    const random = randomIntegers(runSeed);
    const subject = await open();
    const processes = Array.from({ length: PROCESSES }, () => new HallProcess(subject));
    const [first] = processes;
    if (!first) throw new Error('no process');
    await first.loadCatalogue();
    await Promise.all(processes.map(async (process) => (await process.side).directory.catchUp()));
    const follower = new Follower(first);
    let deaths = 0;
    const trouble = async () => {
      if (random(TROUBLE_EVERY) > 0) return;
      if (random(4) > 0) return subject.mischief(random);
      deaths += 1;
      processes[random(PROCESSES)]?.kill();
    };
    const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer, CALLS, processes[writer % PROCESSES] ?? first, randomIntegers(runSeed + writer + 1), trouble));
    const acknowledged = (await Promise.all(writers)).flat();

    const reader = await subject.open();
    const log = await wholeLog(reader);
    const recorded = ofRequests(log);
    await follower.reached(log.at(-1)?.position ?? 0n);
    await follower.stop();
    expect(deaths).toBeGreaterThan(0);
    expect(recorded.length).toBeGreaterThan(WRITERS);
    expect(lost(recorded, acknowledged)).toEqual([]);
    expect(repeated(recorded.map(senderOf))).toEqual([]);
    expect(disordered(recorded, acknowledged)).toEqual([]);
    expect(await broken(reader, [...new Set(recorded.map(({ stream }) => stream))])).toEqual([]);
    expect(follower.seen.map(({ id }) => id)).toEqual(log.map(({ id }) => id));
    expect(told(recorded)).toEqual(await modelOf(recorded, acknowledged));
    await reader.close();
    await Promise.all(processes.map((process) => process.stop()));
    await subject.close();
  }, 120_000);
});
