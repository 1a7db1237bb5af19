import type { AccessScope } from '../../../src/kernel/actor.js';
import { eventOf, postBatch, postStructured, receipt } from '../../support/hall/events.js';
import type { Answer } from '../../support/hall/hall-server.js';
import { useHall } from '../../support/hall/use-hall.js';

const FOREIGN: readonly (readonly [string, AccessScope])[] = [
  ['of another hall', { halls: ['other'], departmentTrees: 'all' }], ['of another department', { halls: ['hall'], departmentTrees: ['licensing'] }], ['of nowhere', { halls: [], departmentTrees: [] }],
];
/** Every command but the receipt, as an event at 10:00 by intake. */
const EVENTS: readonly (readonly [string, object])[] = [
  ['RequestAccepted', {}], ['RequestTransferred', { fromDepartmentId: 'intake', toDepartmentId: 'planning' }], ['TransferAccepted', {}], ['TransferRefused', {}], ['TransferRecalled', {}],
  ['OfficerAssigned', { assignedOfficerId: 'o' }], ['ProgressRecorded', { step: 's' }], ['RequestSuspended', { cause: 'APPLICANT' }], ['RequestResumed', {}], ['LimitExtended', { limit: 'PROMISED', amount: 1, approver: 'x' }],
  ['RequestCompleted', { outcome: 'GRANTED' }], ['RequestReopened', {}], ['RequestRated', { score: 1 }], ['ReminderIssued', {}], ['TransferRuled', { revision: 1, verdict: 'JUSTIFIED' }], ['RequestVoided', {}],
];
/** What tells one answer from another; ids that were sent come back in it. */
const said = ({ status, headers, body }: Answer, requestId: string): string =>
  JSON.stringify({ status, headers: [...headers].filter(([name]) => !['x-correlation-id', 'date'].includes(name)), body }).replaceAll(requestId, 'R').replace(/"correlationId":"[^"]+"/g, '');

const noTimers = { WARNINGS_EVERY_MS: '0' };

describe('Commands of somebody', () => {
  const hall = useHall(noTimers);
  const THERE = 'scope-there';
  const ABSENT = 'scope-never';
  beforeAll(async () => {
    expect((await postStructured(hall(), receipt(THERE))).status).toBe(201);
  });

  it.each(FOREIGN)('%s are answered alike for a request that is there and one that is not, and write nothing', async (_whose, scope) => {
    const head = await hall().store.head();
    const events = (requestId: string) => [receipt(requestId), ...EVENTS.map(([type, data]) => eventOf(type, requestId, `${requestId}-${type}`, '2026-03-02T10:00:00+08:00', { departmentId: 'intake', ...data }))];
    const supervisor = hall().authorization('supervisor', scope);
    for (const [index, event] of events(THERE).entries()) {
      const [there, absent] = [await postStructured(hall(), event, supervisor), await postStructured(hall(), events(ABSENT)[index], supervisor)];
      expect(said(there, THERE)).toBe(said(absent, ABSENT));
      expect([there.status, there.body.code]).toEqual([403, 'NOT_IN_YOUR_SCOPE']);
    }
    const [there, absent] = [await postBatch(hall(), events(THERE), supervisor), await postBatch(hall(), events(ABSENT), supervisor)];
    expect(said(there, THERE)).toBe(said(absent, ABSENT));
    expect(new Set(there.body.results.map(({ code }: { code: string }) => code))).toEqual(new Set(['NOT_IN_YOUR_SCOPE']));
    expect(await hall().store.head()).toBe(head);
  });

  it.each(FOREIGN)('%s are answered alike by every mutation', async (_whose, scope) => {
    const head = await hall().store.head();
    const envelope = (requestId: string) => `source: "/s", id: "${requestId}", requestId: "${requestId}", occurredAt: "2026-03-02T02:00:00Z", departmentId: "intake"`;
    const mutations = (requestId: string): readonly string[] => [
      ['receiveRequest', 'serviceItemCode: "permit", channel: "C"'], ['transferRequest', 'fromDepartmentId: "intake", toDepartmentId: "planning"'], ['assignOfficer', 'assignedOfficerId: "o"'], ['recordProgress', 'step: "s"'],
      ['suspendRequest', 'cause: APPLICANT'], ['extendLimit', 'limit: PROMISED, amount: 1, approver: "x"'], ['completeRequest', 'outcome: GRANTED'], ['rateRequest', 'score: 1'], ['ruleTransfer', 'revision: 1, verdict: JUSTIFIED'],
      ...['acceptRequest', 'acceptTransfer', 'refuseTransfer', 'recallTransfer', 'resumeRequest', 'reopenRequest', 'issueReminder', 'voidRequest'].map((name) => [name, '']),
    ].map(([name, more]) => `mutation { told: ${name}(input: { ${envelope(requestId)} ${more} }) { __typename ... on Refused { code reason reasonZh retryable } } }`)
      .concat(`mutation { told: completeRectification(input: { ${envelope(requestId)} }) { __typename ... on RectificationRefused { code reason reasonZh retryable } } }`);
    const ask = async (query: string): Promise<Answer> => hall().graphql('supervisor', query, {}, scope);
    for (const [index, mutation] of mutations(THERE).entries()) {
      const [there, absent] = [await ask(mutation), await ask(mutations(ABSENT)[index] ?? '')];
      expect(said(there, THERE)).toBe(said(absent, ABSENT));
      expect(there.body.data?.told).toMatchObject({ code: 'NOT_IN_YOUR_SCOPE', retryable: false });
    }
    expect(await hall().store.head()).toBe(head);
  });

  it('for a department below their own, in their own hall, are recorded, each of a batch by itself', async () => {
    await hall().graphql('administrator', 'mutation { registerDepartment(input: { departmentId: "desk", name: "Desk", parentId: "intake" }) { recorded } }');
    const own = { halls: ['hall'], departmentTrees: ['intake'] };
    const received = (id: string, departmentId: string, subject = `hall.${id}`) => receipt(id, { subject, data: { departmentId, serviceItemCode: 'permit', channel: 'COUNTER' } });
    const answer = await postBatch(hall(), [received('b-1', 'desk'), received('b-2', 'planning'), received('b-3', 'intake', 'other.b-3'), received('b-4', 'intake')], hall().authorization('terminal', own));
    expect(answer.body.results.map(({ code, status }: { code?: string; status: string }) => code ?? status)).toEqual(['recorded', 'NOT_IN_YOUR_SCOPE', 'NOT_IN_YOUR_SCOPE', 'recorded']);
    expect(answer.headers.get('x-position')).toBe(answer.body.results[3].position);
  });

  it('of some halls only change no reference data, which all halls share', async () => {
    const head = await hall().store.head();
    for (const scope of [{ halls: ['hall'], departmentTrees: 'all' }, { halls: 'all', departmentTrees: ['intake'] }] as const) {
      const { body } = await hall().graphql('administrator', 'mutation { registerDepartment(input: { departmentId: "mine", name: "Mine" }) { recorded } }', {}, scope);
      expect(body.errors[0].extensions).toMatchObject({ code: 'FORBIDDEN', messageZh: expect.stringContaining('全部大厅') });
    }
    expect(await hall().store.head()).toBe(head);
  });
});
