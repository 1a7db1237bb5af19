import { verifyStream } from '../../../src/event-store/audit-hash.js';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import { call, complete, hallCatalogue, progress, receive, streamOfRequest, transfer } from './examples.js';
import { eventsOf, type Log, LOGS, WriteSide } from './harness.js';
import { losingAnswers } from './losing-answers.js';

describe.each(LOGS)('Recording commands on the %s log', (_name, open) => {
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
  const another = async (store = log.store): Promise<WriteSide> => {
    const side = new WriteSide({ store, keyring: log.keyring });
    await side.directory.catchUp();
    return side;
  };

  it('appends what is accepted at once, and answers each command with its place', async () => {
    const results = await hall.records.record(call('R-1', [['1', receive('R-1')], ['2', complete('R-1', 5, 'planning')], ['3', complete('R-1', 9, 'intake')]]));
    const events = await eventsOf(log.store, streamOfRequest('R-1'));
    expect(events.map(({ type }) => type)).toEqual(['RequestReceived', 'RequestCompleted']);
    expect(results).toEqual([
      { status: 'recorded', revision: 0n, position: events[0]?.position, eventId: events[0]?.id },
      expect.objectContaining({ status: 'refused', rejection: expect.objectContaining({ code: 'NOT_HOLDER' }) }),
      { status: 'recorded', revision: 1n, position: events[1]?.position, eventId: events[1]?.id },
    ]);
    expect(events[1]?.metadata).toMatchObject({
      recordedAt: '2026-03-06T12:00:00.000Z', principal: 'counter', correlationId: 'corr-1', causationId: 'terminal-7#3',
      source: { source: 'terminal-7', id: '3' }, previousHash: events[0]?.metadata['hash'],
    });
  });

  it('pins the limits and the calendar as they stand', async () => {
    await hall.records.record(call('R-pin', [['1', receive('R-pin')]]));
    const [receipt] = await eventsOf(log.store, streamOfRequest('R-pin'));
    expect(receipt?.data).toMatchObject({ serviceItemVersion: 1, promisedLimit: { unit: 'WORKING_DAY', amount: 3 }, statutoryLimit: null, route: ['intake', 'planning'], calendarId: 'office', calendarVersion: 1 });
  });

  it('answers a resend in the same call with the first result', async () => {
    const [first, again] = await hall.records.record(call('R-2', [['1', receive('R-2')], ['1', receive('R-2')]]));
    expect(first?.status).toBe('recorded');
    expect(again).toEqual({ ...first, status: 'already-recorded' });
    expect(await eventsOf(log.store, streamOfRequest('R-2'))).toHaveLength(1);
  });

  it.each(['the same process', 'another process'])('answers a resend in a later call to %s with the first result', async (who) => {
    const id = `R-3 ${who}`;
    const sent = call(id, [['1', receive(id, 'ID 4403')], ['2', transfer(id, 5, 'please')]]);
    const first = await hall.records.record(sent);
    const again = await (who === 'the same process' ? hall : await another()).records.record(sent);
    expect(again).toEqual(first.map((result) => ({ ...result, status: 'already-recorded' })));
    expect(await eventsOf(log.store, streamOfRequest(id))).toHaveLength(2);
  });

  it('records one event when fifty resends come in parallel to three processes', async () => {
    const sides = [hall, await another(), await another()];
    const sent = call('R-4', [['1', receive('R-4', 'ID 1')]]);
    const all = await Promise.all(Array.from({ length: 50 }, (_, i) => sides[i % 3]!.records.record(sent)));
    const [event, ...more] = await eventsOf(log.store, streamOfRequest('R-4'));
    expect(more).toEqual([]);
    expect(new Set(all.map(([result]) => result?.status !== 'refused' && result?.eventId))).toEqual(new Set([event?.id]));
    expect(all.filter(([result]) => result?.status === 'recorded')).toHaveLength(1);
  });

  it.each([
    ['other data', complete('R-5', 6, 'intake')],
    ['another type', progress('R-5', 5, 'intake')],
    ['a text where none was', transfer('R-5', 5, 'a note')],
  ])('refuses an id that comes back with %s, and writes nothing', async (_what, changed) => {
    await hall.records.record(call('R-5', [['1', receive('R-5')], ['2', complete('R-5', 5, 'intake')]]));
    const [result] = await hall.records.record(call('R-5', [['2', changed]]));
    expect(result).toEqual({ status: 'refused', rejection: { code: 'ID_REUSED', retryable: false, detail: { source: 'terminal-7', id: '2' } } });
    expect(await eventsOf(log.store, streamOfRequest('R-5'))).toHaveLength(2);
  });

  it('refuses an id that comes back with another text, though the log holds neither in clear', async () => {
    await hall.records.record(call('R-6', [['1', receive('R-6', 'ID 77')], ['2', progress('R-6', 5, 'intake', 'first')]]));
    const [receipt, note, same] = await hall.records.record(
      call('R-6', [['1', receive('R-6', 'ID 78')], ['2', progress('R-6', 5, 'intake', 'second')], ['2', progress('R-6', 5, 'intake', 'first')]]),
    );
    expect([receipt, note]).toEqual(Array(2).fill(expect.objectContaining({ rejection: expect.objectContaining({ code: 'ID_REUSED' }) })));
    expect(same?.status).toBe('already-recorded');
  });

  it('does not remember a refusal: the same command is decided anew', async () => {
    const early = [['2', progress('R-7', 5, 'intake')]] as const;
    const [before] = await hall.records.record(call('R-7', early));
    expect(before).toMatchObject({ status: 'refused', rejection: { code: 'UNKNOWN_REQUEST', retryable: true } });
    await hall.records.record(call('R-7', [['1', receive('R-7')]]));
    expect(await hall.records.record(call('R-7', early))).toMatchObject([{ status: 'recorded', revision: 1n }]);
  });

  it('decides again when another process was faster, also where it remembers an older state', async () => {
    const other = await another();
    await hall.records.record(call('R-8', [['1', receive('R-8')]]));
    await other.records.record(call('R-8', [['2', transfer('R-8', 5)]]));
    // `hall` still remembers intake as the holder: a completion by planning is right only on what the log says.
    expect(await hall.records.record(call('R-8', [['3', complete('R-8', 10, 'planning')]]))).toMatchObject([{ status: 'recorded', revision: 2n }]);
    // `other` remembers an open request: what it would append is met by revision 2 and decided again.
    expect(await other.records.record(call('R-8', [['4', complete('R-8', 20, 'planning')]]))).toMatchObject([{ status: 'refused', rejection: { code: 'NOT_OPEN' } }]);
    expect(await verifyStream(await eventsOf(log.store, streamOfRequest('R-8')))).toBeNull();
  });

  it('lets twenty commands of two processes race for one request and loses none', async () => {
    const sides = [hall, await another()];
    await hall.records.record(call('R-9', [['0', receive('R-9')]]));
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) => sides[i % 2]!.records.record(call('R-9', [[`n${i}`, progress('R-9', i, 'intake', `note ${i}`)]]))),
    );
    expect(all.flat().map(({ status }) => status)).toEqual(Array(20).fill('recorded'));
    const events = await eventsOf(log.store, streamOfRequest('R-9'));
    expect(events).toHaveLength(21);
    expect(await verifyStream(events)).toBeNull();
  });

  it('gives the first result after the answer of an append was lost', async () => {
    const unlucky = await another(losingAnswers(log.store, 2));
    expect(await unlucky.records.record(call('R-10', [['1', receive('R-10')]]))).toMatchObject([{ status: 'recorded', revision: 0n }]);
    expect(await eventsOf(log.store, streamOfRequest('R-10'))).toHaveLength(1);
  });

  it('gives the first result to a resend after the process gave up on a durable append', async () => {
    const dying = await another(losingAnswers(log.store, Infinity));
    const sent = call('R-11', [['1', receive('R-11', 'ID 5')]]);
    await expect(dying.records.record(sent)).rejects.toThrow(EventStoreUnavailable);
    const [event] = await eventsOf(log.store, streamOfRequest('R-11'));
    expect(await (await another()).records.record(sent)).toEqual([{ status: 'already-recorded', revision: 0n, position: event?.position, eventId: event?.id }]);
  });

  it('asks the log before it refuses a department that another process has just registered', async () => {
    const behind = new WriteSide(log);
    await behind.directory.catchUp();
    await hall.load({ ...hallCatalogue, departments: [{ departmentId: 'new-desk', name: 'New desk', parentId: null }] });
    const sent = { ...receive('R-12'), data: { ...receive('R-12').data, departmentId: 'new-desk' } } as ReturnType<typeof receive>;
    expect(await behind.records.record(call('R-12', [['1', sent]]))).toMatchObject([{ status: 'recorded' }]);
  });

  it('refuses an unknown department and writes nothing', async () => {
    const sent = { ...receive('R-13'), data: { ...receive('R-13').data, departmentId: 'nowhere' } } as ReturnType<typeof receive>;
    expect(await hall.records.record(call('R-13', [['1', sent]]))).toMatchObject([{ status: 'refused', rejection: { code: 'UNKNOWN_DEPARTMENT' } }]);
    expect(await eventsOf(log.store, streamOfRequest('R-13'))).toEqual([]);
  });

  it('takes a thousand commands with long texts in one call, and no more', async () => {
    const notes = Array.from({ length: 999 }, (_, i) => [`n${i}`, progress('R-14', i, 'intake', `${i} ${'长'.repeat(1_000)}`)] as const);
    const results = await hall.records.record(call('R-14', [['0', receive('R-14')], ...notes]));
    expect(results.map(({ status }) => status)).toEqual(Array(1_000).fill('recorded'));
    expect(await verifyStream(await eventsOf(log.store, streamOfRequest('R-14')))).toBeNull();
    await expect(hall.records.record(call('R-14', [['x', receive('R-14')], ...notes, ['y', receive('R-14')]]))).rejects.toThrow(RangeError);
  });
});
