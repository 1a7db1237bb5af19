import type { AccessScope, Actor, Role } from '../../../src/kernel/actor.js';
import type { ClearCommand } from '../../../src/service-request/domain/commands.js';
import { RecordCommands, type RecordResult, type SubmittedCommand } from '../../../src/service-request/application/record-commands.js';
import { call, emptyCatalogue, hallCatalogue, progress, receive, streamOfRequest, transfer } from './examples.js';
import { eventsOf, type Log, LOGS, WriteSide } from './harness.js';

const answerOf = (result: RecordResult | undefined): string | undefined => (result?.status === 'refused' ? result.rejection.code : result?.status);
const actorOf = (halls: AccessScope['halls'], departmentTrees: AccessScope['departmentTrees'], role: Role = 'terminal'): Actor => ({ principal: 'T-7', role, scope: { halls, departmentTrees } });
const by = (actor: Actor, requestId: string, ...commands: readonly (readonly [string, ClearCommand])[]): RecordCommands =>
  new RecordCommands('hall', requestId, commands.map(([id, command]): SubmittedCommand => ({ source: 'terminal-7', id, command })), actor, 'corr-1');
const voiding = (requestId: string, departmentId: string): ClearCommand => ({ type: 'VoidRequest', data: { ...progress(requestId, 30, departmentId).data, reason: 'twice' } });

describe('Recording within a scope', () => {
  let log: Log;
  let hall: WriteSide;
  /** Streams that were read. */
  const read: string[] = [];
  beforeAll(async () => {
    log = await LOGS[0]![1]();
    const readStream = log.store.readStream.bind(log.store);
    log.store.readStream = (stream, from) => (read.push(stream), readStream(stream, from));
    hall = new WriteSide(log);
    await hall.start();
    await hall.load(hallCatalogue);
    await hall.records.record(call('there', [['1', receive('there')]]));
  });
  afterAll(async () => {
    await hall.stop();
    await log.close();
  });
  const results = async (one: RecordCommands): Promise<readonly (string | undefined)[]> => (await hall.records.record(one)).map(answerOf);
  /** What `record` says, and what the batch's way says. */
  const both = async (one: RecordCommands): Promise<readonly RecordResult[]> => {
    const alone = await hall.records.record(one);
    const [together] = await hall.records.recordEach([one]);
    expect(together).toEqual({ status: 'fulfilled', value: alone });
    return alone;
  };

  it.each([
    ['a foreign hall', actorOf(['other'], 'all')], ['a foreign department', actorOf(['hall'], ['planning'])], ['nowhere', actorOf([], [])],
  ])('refuses what comes from %s without a look at the request: what is there answers as what is not', async (_whence, actor) => {
    const before = await log.store.head();
    read.length = 0;
    const there = await both(by(actor, 'there', ['1', receive('there')], ['9', progress('there', 5, 'intake')]));
    const absent = await both(by(actor, 'absent', ['1', receive('absent')], ['9', progress('absent', 5, 'intake')]));
    expect(there).toEqual(absent);
    expect(there.map(answerOf)).toEqual(['NOT_IN_YOUR_SCOPE', 'NOT_IN_YOUR_SCOPE']);
    expect(read.filter((stream) => stream.startsWith('serviceRequest-'))).toEqual([]);
    expect(await log.store.head()).toBe(before);
  });

  it('records what is within, each of a call by itself and in order', async () => {
    const mixed = by(actorOf(['hall'], ['intake']), 'mixed', ['1', receive('mixed')], ['2', progress('mixed', 1, 'planning')], ['3', progress('mixed', 2, 'intake')]);
    expect(await results(mixed)).toEqual(['recorded', 'NOT_IN_YOUR_SCOPE', 'recorded']);
    expect((await eventsOf(log.store, streamOfRequest('mixed'))).map(({ type, metadata }) => [type, metadata['principal']]))
      .toEqual([['RequestReceived', 'T-7'], ['ProgressRecorded', 'T-7']]);
    expect(await results(mixed)).toEqual(['already-recorded', 'NOT_IN_YOUR_SCOPE', 'already-recorded']);
  });

  it('records calls of several senders together, each within its own scope', async () => {
    const calls = [
      by(actorOf(['other'], 'all'), 'b1', ['1', receive('b1')]), by(actorOf(['hall'], ['intake']), 'b2', ['1', receive('b2')]),
      call('b3', [['1', receive('b3')]]), by(actorOf(['hall'], ['planning']), 'b4', ['1', receive('b4')], ['2', receive('b4')]),
    ];
    const answers = (await hall.records.recordEach(calls)).map((result) => (result.status === 'fulfilled' ? result.value.map(answerOf) : result.reason));
    expect(answers).toEqual([['NOT_IN_YOUR_SCOPE'], ['recorded'], ['recorded'], ['NOT_IN_YOUR_SCOPE', 'NOT_IN_YOUR_SCOPE']]);
  });

  it('covers a department that another process has put below one of its own a moment ago', async () => {
    const elsewhere = new WriteSide(log);
    await elsewhere.directory.catchUp();
    await hall.stop();
    await elsewhere.load({ ...emptyCatalogue, departments: [{ departmentId: 'intake-annex', name: 'Annex', parentId: 'intake' }] });
    const annex: ClearCommand = { ...receive('annex'), data: { ...receive('annex').data, departmentId: 'intake-annex' } } as ClearCommand;
    expect(await results(by(actorOf(['hall'], ['intake']), 'annex', ['1', annex]))).toEqual(['recorded']);
    expect(await results(by(actorOf(['hall'], ['planning']), 'annex-2', ['1', annex]))).toEqual(['NOT_IN_YOUR_SCOPE']);
  });

  it('answers a supervisor of other departments as if the request had never been received, a used id included', async () => {
    const supervisor = actorOf(['hall'], ['planning'], 'supervisor');
    const foreign = await both(by(supervisor, 'there', ['1', voiding('there', 'planning')]));
    const absent = await both(by(supervisor, 'never', ['1', voiding('never', 'planning')]));
    expect(foreign.map((result) => ({ ...result, rejection: 'rejection' in result && { ...result.rejection, detail: {} } })))
      .toEqual(absent.map((result) => ({ ...result, rejection: 'rejection' in result && { ...result.rejection, detail: {} } })));
    expect(foreign.map(answerOf)).toEqual(['UNKNOWN_REQUEST']);
  });

  it('answers so too where the request is remembered and nothing has to be waited for', async () => {
    const reminder: ClearCommand = { type: 'IssueReminder', data: { hallId: 'hall', requestId: 'there', occurredAt: progress('there', 30, 'planning').data.occurredAt, departmentId: 'planning' } };
    const [together] = await hall.records.recordEach([by(actorOf(['hall'], ['planning'], 'supervisor'), 'there', ['fresh', reminder])]);
    expect(together?.status === 'fulfilled' && together.value.map(answerOf)).toEqual(['UNKNOWN_REQUEST']);
    expect((await hall.records.recordEach([by(actorOf(['hall'], ['intake', 'planning'], 'supervisor'), 'there', ['fresh', reminder])]))[0]).toMatchObject({ value: [{ status: 'recorded' }] });
  });

  it('lets a supervisor act on what its departments have held, and on nothing that was voided elsewhere', async () => {
    await hall.records.record(call('moved', [['1', receive('moved')], ['2', transfer('moved', 5)]]));
    expect(await results(by(actorOf(['hall'], ['intake'], 'supervisor'), 'moved', ['9', voiding('moved', 'intake')]))).toEqual(['recorded']);
    await hall.records.record(call('gone', [['1', receive('gone')], ['9', voiding('gone', 'intake')]], 'supervisor'));
    expect(await results(by(actorOf(['hall'], ['planning'], 'supervisor'), 'gone', ['8', voiding('gone', 'planning')]))).toEqual(['UNKNOWN_REQUEST']);
    expect(await results(by(actorOf(['hall'], ['intake'], 'supervisor'), 'gone', ['8', voiding('gone', 'intake')]))).toEqual(['REQUEST_VOIDED']);
  });

  it('holds a terminal’s credential to its own terminal id', async () => {
    const named = (terminalId: string): ClearCommand => ({ ...receive('named'), data: { ...receive('named').data, terminalId } } as ClearCommand);
    const terminal: Actor = { ...actorOf(['hall'], ['intake']), terminalId: 'T-7' };
    expect(await results(by(terminal, 'named', ['1', named('T-8')], ['2', named('T-7')], ['3', progress('named', 5, 'intake')]))).toEqual(['OTHER_TERMINAL', 'recorded', 'recorded']);
    expect((await eventsOf(log.store, streamOfRequest('named'))).map(({ data }) => data['terminalId'])).toEqual(['T-7', undefined]);
  });
});
