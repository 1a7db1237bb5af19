import type { AccessScope } from '../../../src/kernel/actor.js';
import { RectificationRecorder, type Completing, type RectificationResult } from '../../../src/rectification/application/rectification-recorder.js';
import type { ClearCommand } from '../../../src/service-request/domain/commands.js';
import { call, hallCatalogue, receive, streamOfRequest } from './examples.js';
import { type Log, LOGS, WriteSide } from './harness.js';

const NOW = '2026-03-06T11:00:00.000Z';
const voiding = (requestId: string): ClearCommand => ({ type: 'VoidRequest', data: { hallId: 'hall', requestId, departmentId: 'intake', occurredAt: NOW } });

describe('Completing a rectification within a scope', () => {
  let log: Log;
  let side: WriteSide;
  let recorder: RectificationRecorder;
  beforeAll(async () => {
    log = await LOGS[0]![1]();
    side = new WriteSide(log);
    await side.start();
    await side.load(hallCatalogue);
    recorder = new RectificationRecorder(log.store, log.keyring, side.directory, side.clock);
    for (const requestId of ['rated', 'voided', 'completed']) {
      await side.records.record(call(requestId, [['1', receive(requestId)]]));
      const opening = { hallId: 'hall', requestId, occurredAt: '2026-03-05T02:00:00.000Z', departmentId: 'intake', closure: 1, ratingRevision: 1, score: 1, workingDays: 15, dueAt: '2026-03-26T09:00:00.000Z', calendarId: 'office', calendarVersion: 1 } as const;
      await recorder.open(opening, { stream: streamOfRequest(requestId), eventId: 'e', correlationId: 'c' });
    }
    await side.records.record(call('voided', [['2', voiding('voided')]], 'supervisor'));
    await recorder.complete(completing('completed', 'intake', 'all', 'all'));
  });
  afterAll(async () => {
    await side.stop();
    await log.close();
  });

  function completing(requestId: string, departmentId: string, halls: AccessScope['halls'], departmentTrees: AccessScope['departmentTrees'], id = 'done'): Completing {
    const actor = { principal: 'chief', role: 'supervisor', scope: { halls, departmentTrees } } as const;
    return { source: '/chief', id, data: { hallId: 'hall', requestId, occurredAt: NOW, departmentId }, measures: null, actor, correlationId: 'corr' };
  }
  const answer = async (one: Completing): Promise<string> => {
    const result: RectificationResult = await recorder.complete(one);
    return result.status === 'refused' ? JSON.stringify(result.refusal).replaceAll(one.data.requestId, 'R') : result.status;
  };
  const codeOf = (text: string): string | undefined => /"code":"(\w+)"/.exec(text)?.[1];

  it.each([['another hall', ['other'], 'all'], ['another department', ['hall'], ['planning']], ['nowhere', [], []]] as const)('refuses whoever acts from %s before anything is read', async (_whence, halls, trees) => {
    const read = jest.spyOn(log.store, 'readStream');
    const [there, absent] = [await answer(completing('rated', 'intake', halls, trees)), await answer(completing('absent', 'intake', halls, trees))];
    expect(there).toBe(absent);
    expect(codeOf(there)).toBe('NOT_IN_YOUR_SCOPE');
    expect(read.mock.calls.map(([stream]) => stream).filter((stream) => !stream.startsWith('referenceData-'))).toEqual([]);
    read.mockRestore();
  });

  it.each(['rated', 'voided', 'completed'])('answers a supervisor of departments that never held the request %s as if there were none', async (requestId) => {
    const head = await log.store.head();
    const [there, absent] = [await answer(completing(requestId, 'planning', ['hall'], ['planning'])), await answer(completing('absent', 'planning', ['hall'], ['planning']))];
    expect(there).toBe(absent);
    expect(codeOf(there)).toBe('NO_RECTIFICATION');
    expect(await log.store.head()).toBe(head);
  });

  it('lets a supervisor of a department that held it complete it, once', async () => {
    expect(codeOf(await answer(completing('voided', 'intake', ['hall'], ['intake'])))).toBe('REQUEST_VOIDED');
    expect(await answer(completing('rated', 'intake', ['hall'], ['intake']))).toBe('recorded');
    expect(await answer(completing('rated', 'intake', ['hall'], ['intake']))).toBe('already-recorded');
    expect(codeOf(await answer(completing('rated', 'intake', ['hall'], ['intake'], 'again')))).toBe('ALREADY_RECTIFIED');
  });
});
