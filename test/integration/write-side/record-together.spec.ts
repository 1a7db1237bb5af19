import { verifyStream } from '../../../src/event-store/audit-hash.js';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import type { CallResult, RecordResult } from '../../../src/service-request/application/record-commands.js';
import { call, complete, hallCatalogue, progress, receive, streamOfRequest, transfer } from './examples.js';
import { eventsOf, type Log, LOGS, WriteSide } from './harness.js';
import { losingAnswers } from './losing-answers.js';

const statuses = (results: readonly CallResult[]): readonly string[][] =>
  results.map((result) => (result.status === 'fulfilled' ? result.value.map(({ status }) => status) : [(result.reason as Error).name]));

describe.each(LOGS)('Calls for many requests at once, on the %s log', (_name, open) => {
  let log: Log;
  let hall: WriteSide;
  beforeAll(async () => {
    log = await open();
    hall = new WriteSide(log);
    await hall.start();
    await hall.load(hallCatalogue);
  });
  afterAll(async () => {
    await hall.stop();
    await log.close();
  });
  const typesOf = async (requestId: string): Promise<string[]> => {
    const events = await eventsOf(log.store, streamOfRequest(requestId));
    expect(await verifyStream(events)).toBeNull();
    return events.map(({ type }) => type);
  };

  it('are each answered as if they had come alone: new, known, refused, sent again, with a text', async () => {
    await hall.records.record(call('known', [['0', receive('known')]]));
    const results = await hall.records.recordEach([
      call('plain', [['1', receive('plain')], ['2', transfer('plain', 5)]]),
      call('known', [['0', receive('known')], ['1', progress('known', 5, 'intake')]]),
      call('never', [['1', complete('never', 5, 'intake')]]),
      call('texts', [['1', receive('texts', 'ID 9')], ['2', progress('texts', 5, 'intake', 'a note')]]),
      call('half', [['1', receive('half')], ['2', complete('half', 5, 'planning')], ['3', complete('half', 6, 'intake')]]),
      call('none', []),
    ]);
    expect(statuses(results)).toEqual([
      ['recorded', 'recorded'], ['already-recorded', 'recorded'], ['refused'], ['recorded', 'recorded'], ['recorded', 'refused', 'recorded'], [],
    ]);
    expect(await typesOf('plain')).toEqual(['RequestReceived', 'RequestTransferred']);
    expect(await typesOf('known')).toEqual(['RequestReceived', 'ProgressRecorded']);
    expect(await typesOf('texts')).toEqual(['RequestReceived', 'ProgressRecorded']);
    expect(await typesOf('half')).toEqual(['RequestReceived', 'RequestCompleted']);
  });

  it('answer with the places the events have in the log', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `place-${index}`);
    const results = await hall.records.recordEach(ids.map((id) => call(id, [['1', receive(id)], ['2', transfer(id, 5)]])));
    for (const [index, id] of ids.entries()) {
      const events = await eventsOf(log.store, streamOfRequest(id));
      const places = events.map((event): RecordResult => ({ status: 'recorded', position: event.position, revision: event.revision, eventId: event.id }));
      expect(results[index]).toEqual({ status: 'fulfilled', value: places });
    }
  });

  it('of one request follow each other in order', async () => {
    const results = await hall.records.recordEach([
      call('twice', [['1', receive('twice')]]),
      call('twice', [['2', transfer('twice', 5)]]),
      call('twice', [['1', receive('twice')], ['3', complete('twice', 9, 'planning')]]),
    ]);
    expect(statuses(results)).toEqual([['recorded'], ['recorded'], ['already-recorded', 'recorded']]);
    expect(await typesOf('twice')).toEqual(['RequestReceived', 'RequestTransferred', 'RequestCompleted']);
  });

  it('decide again where another process was faster', async () => {
    const other = new WriteSide(log);
    await other.directory.catchUp();
    const ids = Array.from({ length: 40 }, (_, index) => `race-${index}`);
    const sent = (side: WriteSide, from: string) =>
      side.records.recordEach(ids.map((id) => call(id, [['1', receive(id)], [from, progress(id, 5, 'intake')]])));
    const [one, two] = await Promise.all([sent(hall, 'a'), sent(other, 'b')]);
    const receipts = ids.map((_, index) => [statuses(one)[index]?.[0], statuses(two)[index]?.[0]].sort());
    expect(receipts).toEqual(ids.map(() => ['already-recorded', 'recorded']));
    expect([...statuses(one), ...statuses(two)].every(([, status]) => status === 'recorded')).toBe(true);
    for (const id of ids) expect(await typesOf(id)).toEqual(['RequestReceived', 'ProgressRecorded', 'ProgressRecorded']);
  });

  it('give the first result after the answers of appends were lost', async () => {
    const unlucky = new WriteSide({ store: losingAnswers(log.store, 3), keyring: log.keyring });
    await unlucky.directory.catchUp();
    const results = await unlucky.records.recordEach(['lost-1', 'lost-2'].map((id) => call(id, [['1', receive(id)]])));
    expect(statuses(results)).toEqual([['recorded'], ['recorded']]);
    for (const id of ['lost-1', 'lost-2']) expect(await typesOf(id)).toEqual(['RequestReceived']);
  });

  it('that are many are chained by the store, each still answered as if it had come alone, also when answers are lost', async () => {
    const ids = Array.from({ length: 70 }, (_, index) => `many-${index}`);
    const unlucky = new WriteSide({ store: losingAnswers(log.store, 3), keyring: log.keyring });
    await unlucky.directory.catchUp();
    const calls = ids.map((id) => call(id, [['1', receive(id)], ['2', progress(id, 5, 'intake')], ['3', complete(id, 6, 'intake')]]));
    const odd = [call('many-texts', [['1', receive('many-texts', 'ID 7')]]), call('many-never', [['1', complete('many-never', 5, 'intake')]])];
    const results = await unlucky.records.recordEach([...odd, ...calls]);
    expect(statuses(results)).toEqual([['recorded'], ['refused'], ...ids.map(() => ['recorded', 'recorded', 'recorded'])]);
    for (const [index, id] of ids.entries()) {
      const events = await eventsOf(log.store, streamOfRequest(id));
      expect(await verifyStream(events)).toBeNull();
      expect(results[index + odd.length]).toEqual({
        status: 'fulfilled', value: events.map(({ id: eventId, position, revision }) => ({ status: 'recorded', position, revision, eventId })),
      });
      expect(events.map(({ type }) => type)).toEqual(['RequestReceived', 'ProgressRecorded', 'RequestCompleted']);
    }
    expect(statuses(await hall.records.recordEach(calls))).toEqual(ids.map(() => ['already-recorded', 'already-recorded', 'already-recorded']));
  });

  it('leave their requests remembered while they are few: the next command to one needs no read; after many it does', async () => {
    const reads = jest.spyOn(log.store, 'readStream');
    const readsOf = (id: string): number => reads.mock.calls.filter(([stream]) => stream === streamOfRequest(id)).length;
    const ids = (name: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${name}-${index}`);
    for (const id of [...ids('few', 63), ...ids('lots', 64)]) expect(readsOf(id)).toBe(0);
    for (const some of [ids('few', 63), ids('lots', 64)]) await hall.records.recordEach(some.map((id) => call(id, [['1', receive(id)]])));
    for (const id of ['few-0', 'lots-0']) expect(statuses(await hall.records.recordEach([call(id, [['2', progress(id, 5, 'intake')]])]))).toEqual([['recorded']]);
    expect([readsOf('few-0'), readsOf('lots-0')]).toEqual([0, 1]);
    reads.mockRestore();
    for (const id of ['few-0', 'lots-0']) expect(await typesOf(id)).toEqual(['RequestReceived', 'ProgressRecorded']);
  });

  it('say of each by itself that its outcome is unknown', async () => {
    const dying = new WriteSide({ store: losingAnswers(log.store, Infinity), keyring: log.keyring });
    await dying.directory.catchUp();
    await hall.records.record(call('safe', [['1', receive('safe')]]));
    const results = await dying.records.recordEach([call('dying', [['1', receive('dying')]]), call('safe', [['1', receive('safe')]])]);
    expect(statuses(results)).toEqual([[EventStoreUnavailable.name], ['already-recorded']]);
  });

  it('are at most a thousand', async () => {
    const calls = Array.from({ length: 1_001 }, (_, index) => call(`much-${index}`, [['1', receive(`much-${index}`)]]));
    await expect(hall.records.recordEach(calls)).rejects.toThrow(RangeError);
    expect(await typesOf('much-0')).toEqual([]);
  });

  it('of which one has too many commands harm no other', async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => [`n${index}`, progress('crowd', index, 'intake')] as const);
    const results = await hall.records.recordEach([call('crowd', many), call('beside', [['1', receive('beside')]])]);
    expect(statuses(results)).toEqual([['RangeError'], ['recorded']]);
  });
});
