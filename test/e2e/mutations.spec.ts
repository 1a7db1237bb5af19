import { postStructured, receipt } from '../support/hall/events.js';
import type { Answer } from '../support/hall/hall-server.js';
import { useHall } from '../support/hall/use-hall.js';

const OUTCOME = `{ __typename
  ... on Recorded { position revision eventId } ... on AlreadyRecorded { position revision eventId } ... on Refused { code reason reasonZh retryable } }`;

describe('Mutations', () => {
  const hall = useHall();
  let sent = 0;

  const mutate = async (name: string, requestId: string, fields: object, role: 'terminal' | 'supervisor' = 'terminal'): Promise<Answer> => {
    sent += 1;
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const input = { source: '/t/1', id: `m-${sent}`, requestId, departmentId: 'intake', occurredAt: '2026-03-02T02:00:00Z', ...fields };
    return hall().graphql(role, `mutation ($input: ${type}!) { outcome: ${name}(input: $input) ${OUTCOME} }`, { input });
  };
  const outcome = async (...args: Parameters<typeof mutate>) => {
    const { body } = await mutate(...args);
    expect(body.errors).toBeUndefined();
    return body.data.outcome;
  };

  it('cover the whole life of a request: all seventeen commands are recorded', async () => {
    const id = 'life';
    const at = (minute: number) => ({ occurredAt: `2026-03-02T01:${String(minute).padStart(2, '0')}:00Z` });
    const planning = { departmentId: 'planning' };
    const steps: [string, object, ('terminal' | 'supervisor')?][] = [
      ['receiveRequest', { serviceItemCode: 'permit', channel: 'COUNTER', urgency: 'URGENT', applicant: 'P-1', ...at(0) }],
      ['acceptRequest', at(1)],
      ['assignOfficer', { assignedOfficerId: 'o1', ...at(2) }],
      ['recordProgress', { step: 'checked', note: 'two\nlines', ...at(3) }],
      ['transferRequest', { fromDepartmentId: 'intake', toDepartmentId: 'planning', reasonCode: 'R1', note: 'yours', ...at(4) }],
      ['refuseTransfer', { ...planning, note: 'no', ...at(5) }],
      ['transferRequest', { fromDepartmentId: 'intake', toDepartmentId: 'licensing', ...at(6) }],
      ['recallTransfer', { note: 'wrong one', ...at(7) }],
      ['transferRequest', { fromDepartmentId: 'intake', toDepartmentId: 'planning', ...at(8) }],
      ['acceptTransfer', { ...planning, ...at(9) }],
      ['suspendRequest', { ...planning, cause: 'APPLICANT', legalBasis: 'Art. 32', ...at(10) }],
      ['resumeRequest', { ...planning, ...at(11) }],
      ['extendLimit', { ...planning, limit: 'PROMISED', amount: 2, approver: 'boss', reason: 'hearing', ...at(12) }, 'supervisor'],
      ['issueReminder', { ...planning, text: 'please', ...at(13) }, 'supervisor'],
      ['completeRequest', { ...planning, outcome: 'GRANTED', ...at(14) }],
      ['rateRequest', { ...planning, score: 2, dimensions: [{ name: 'attitude', score: 5 }], comment: 'slow', ...at(15) }],
      ['reopenRequest', { ...planning, reasonCode: 'APPEAL', ...at(16) }],
      ['ruleTransfer', { ...planning, revision: 4, verdict: 'JUSTIFIED', reason: 'right', ...at(17) }, 'supervisor'],
      ['voidRequest', { ...planning, reason: 'by mistake', ...at(18) }, 'supervisor'],
    ];
    const outcomes = [];
    for (const [name, fields, role] of steps) outcomes.push(await outcome(name, id, fields, role));
    expect(outcomes.map((one, n) => [steps[n]?.[0], one.__typename, one.code])).toEqual(steps.map(([name]) => [name, 'Recorded', undefined]));
    expect(outcomes.map((one) => one.revision)).toEqual(steps.map((_, n) => n));
    expect(new Set(steps.map(([name]) => name)).size).toBe(17);
    const rated = (await hall().recorded()).find((event) => event.type === 'RequestRated');
    expect(rated?.data).toMatchObject({ score: 2, dimensions: { attitude: 5 } });
    expect(JSON.stringify(rated?.data)).not.toContain('slow');
  });

  it('answer the same source and id as an event posted before', async () => {
    const posted = await postStructured(hall(), receipt('both', { source: '/t/1', time: '2026-03-02T02:00:00Z' }));
    const again = await outcome('receiveRequest', 'both', { id: 'both', serviceItemCode: 'permit', channel: 'COUNTER' });
    expect(again).toEqual({ __typename: 'AlreadyRecorded', position: posted.body.position, revision: 0, eventId: posted.body.eventId });
  });

  it('give a refusal as part of the schema, with its reason in two languages', async () => {
    const refused = await outcome('completeRequest', 'nothing', { outcome: 'GRANTED' });
    expect(refused).toEqual({
      __typename: 'Refused', code: 'UNKNOWN_REQUEST', retryable: true,
      reason: expect.stringContaining('nothing'), reasonZh: expect.stringMatching(/[\u4e00-\u9fff].*nothing|nothing.*[\u4e00-\u9fff]/),
    });
    expect(await outcome('voidRequest', 'both', {})).toMatchObject({ __typename: 'Refused', code: 'SUPERVISOR_ONLY' });
  });

  it.each<[string, object, string]>([
    ['an id with a control character', { departmentId: 'in\u0007take' }, 'departmentId'],
    ['a source that is no URI reference', { source: 'two words' }, 'source'],
    ['a hall id with a dot', { hallId: 'a.b' }, 'hallId'],
    ['an empty channel', { channel: '' }, 'channel'],
    ['a channel that is too long', { channel: 'x'.repeat(65) }, 'channel'],
  ])('name the field of %s', async (_case, fields, field) => {
    const { body } = await mutate('receiveRequest', 'bad', { serviceItemCode: 'permit', channel: 'COUNTER', ...fields });
    expect(body).toMatchObject({ data: null, errors: [{ extensions: { code: 'BAD_USER_INPUT', fields: [{ field }] } }] });
  });

  it('refuse broken Unicode with the body it stands in', async () => {
    const { status, body } = await mutate('receiveRequest', 'bad', { serviceItemCode: 'permit', channel: 'COUNTER', applicant: '\ud800' });
    expect([status, body]).toEqual([400, expect.objectContaining({ data: null, errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_REQUEST' }) })] })]);
  });

  it.each<[string, object]>([
    ['an instant without a zone', { occurredAt: '2026-03-02T02:00:00' }], ['an unknown member', { role: 'supervisor' }],
    ['an unknown word', { urgency: 'SOON' }], ['a missing field', { channel: undefined }],
  ])('refuse %s before anything runs', async (_case, fields) => {
    const { body } = await mutate('receiveRequest', 'bad', { serviceItemCode: 'permit', channel: 'COUNTER', ...fields });
    expect(body).toMatchObject({ data: null, errors: [{ extensions: { code: expect.stringMatching(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/) } }] });
  });

  it('of reference data record only a difference, and refuse what the rules do not allow', async () => {
    const put = (name: string) => hall().graphql('administrator', `mutation { registerDepartment(input: { departmentId: "new", name: "${name}" }) { recorded unchanged refused { code } } }`);
    expect((await put('One')).body.data.registerDepartment).toEqual({ recorded: 1, unchanged: 0, refused: [] });
    expect((await put('One')).body.data.registerDepartment).toEqual({ recorded: 0, unchanged: 1, refused: [] });
    expect((await put('Two')).body.data.registerDepartment).toEqual({ recorded: 1, unchanged: 0, refused: [] });
    const { body } = await hall().graphql('administrator', 'mutation { putCalendar(input: { calendarId: "c", zone: "Mars/Olympus", week: [], overrides: [] }) { recorded refused { entry code message } } }');
    expect(body.data.putCalendar).toMatchObject({ recorded: 0, refused: [{ entry: expect.stringContaining('c'), code: expect.stringMatching(/./) }] });
  });
});
