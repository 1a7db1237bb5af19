import type { Json } from '../../support/read-side.js';
import { APPLICANT, dueOf, hallTime, historyOf, NOTE, nodesOf, saidBy, type WorkedHistory, workedHistory } from '../../support/audit/worked-history.js';

/** A busy machine is no fault. */
jest.setTimeout(60_000);

describe('A history worked by hand', () => {
  let worked: WorkedHistory;
  let nodes: readonly Json[];
  beforeAll(async () => {
    worked = await workedHistory();
    nodes = nodesOf(await historyOf(worked.hall));
  });
  afterAll(() => worked.hall.side.stop());

  it('tells every event in the order it was recorded, as it was recorded', () => {
    expect(nodes.map(({ type }) => type)).toEqual([
      'RequestReceived', 'RequestTransferred', 'RequestSuspended', 'ProgressRecorded', 'RequestResumed', 'TransferRuled', 'RequestCompleted', 'LimitExtended', 'RequestReopened',
    ]);
    expect(nodes.map(({ position }) => position)).toEqual(worked.positions);
    expect(nodes[0]).toMatchObject({
      from: 'REQUEST', revision: 0, occurredAt: hallTime('03-02 09:00'), recordedAt: hallTime('04-02 12:00'), departmentId: 'intake', departmentName: 'intake', officerId: 'li',
      officerName: 'Li Lei', terminalId: 'T-1', principal: 'test', source: '/small-hall', sourceId: '1', previousHash: null, parked: null,
    });
    expect(nodes.every(({ chainHolds }) => chainHolds)).toBe(true);
    expect(nodes.slice(1).map(({ previousHash }) => previousHash)).toEqual(nodes.slice(0, -1).map(({ hash }) => hash));
    expect(nodes.map(({ late }) => late)).toEqual([false, false, false, true, false, false, false, true, false]);
  });

  it('opens what is sealed, and gives the rest as details', () => {
    expect(nodes[0].texts).toEqual([{ name: 'applicant', state: 'CLEAR', text: APPLICANT }]);
    expect(nodes[1].texts).toEqual([{ name: 'note', state: 'CLEAR', text: NOTE }]);
    expect(nodes[1].details).toEqual([{ name: 'fromDepartmentId', value: 'intake' }, { name: 'toDepartmentId', value: 'licensing' }]);
    expect(nodes[7].details).toEqual([{ name: 'amount', value: '2' }, { name: 'approver', value: 'director' }, { name: 'limit', value: 'PROMISED' }]);
  });

  it('says what the request was before and after each event', () => {
    expect(nodes[0].before).toMatchObject({ status: 'ABSENT', holderDepartmentId: null, limits: [] });
    expect(nodes.map(({ after }) => `${after.status} ${after.holderDepartmentId} ${after.closures}`)).toEqual([
      'OPEN intake 0', 'OPEN licensing 0', 'SUSPENDED licensing 0', 'SUSPENDED licensing 0', 'OPEN licensing 0', 'OPEN licensing 0', 'COMPLETED licensing 1',
      'COMPLETED licensing 1', 'OPEN licensing 1',
    ]);
    expect(nodes[1].after.pendingTransfer).toEqual({ fromDepartmentId: 'intake', toDepartmentId: 'licensing', revision: 1 });
    // Any act of the receiver answers it.
    expect(nodes[2].after).toMatchObject({ pendingTransfer: null, suspensionCause: 'APPLICANT' });
    nodes.slice(1).forEach(({ before }, index) => expect(before).toEqual(nodes[index].after));
  });

  // 5 working days after Monday the 2nd is Monday the 9th, one more for the day suspended, two granted, two closed over the 12th and 13th.
  it('has the due instants as they stood then', () => {
    expect(nodes.map(({ after }) => dueOf(after, 'PROMISED'))).toEqual([
      hallTime('03-09 17:00'), hallTime('03-09 17:00'), null, null, hallTime('03-10 17:00'), hallTime('03-10 17:00'), hallTime('03-10 17:00'), hallTime('03-12 17:00'),
      hallTime('03-16 17:00'),
    ]);
    expect(nodes.map(({ after }) => dueOf(after, 'STATUTORY'))).toEqual([
      hallTime('03-30 17:00'), hallTime('03-30 17:00'), null, null, hallTime('03-31 17:00'), hallTime('03-31 17:00'), hallTime('03-31 17:00'), hallTime('03-31 17:00'),
      hallTime('04-02 17:00'),
    ]);
    expect(nodes[4].after.limits[0].explanation.map(({ en }: Json) => en)).toContain('Suspended 2026-03-04 10:00:00 – 2026-03-05 10:00:00 (APPLICANT): moved it by 1 working day.');
  });

  it('says what each event made a figure count, and count no longer', () => {
    expect(saidBy(nodes[0])).toEqual(['+ RECEIVED intake li', '+ BACKLOG intake li']);
    expect([...saidBy(nodes[1])].sort()).toEqual([
      '+ BACKLOG licensing', '+ BUCK_PASSES intake li', '+ BUCK_PASSES_BEFORE_RULINGS intake li', '+ HOLDING_TIME intake li', '+ HOT_POTATOES intake li', '+ TRANSFERS_IN licensing',
      '+ TRANSFERS_OUT intake li', '- BACKLOG intake li',
    ]);
    expect(saidBy(nodes[2])).toEqual([]);
    expect(saidBy(nodes[3])).toEqual(['- HOT_POTATOES intake li']);
    expect(saidBy(nodes[5])).toEqual(['- BUCK_PASSES intake li', '+ RULINGS intake li', '+ RULINGS_JUSTIFIED intake li']);
    expect(saidBy(nodes[6]).filter((said) => said.includes('PROMISED'))).toEqual([
      '+ CLOSED_LATE_PROMISED licensing zhao', '+ FIRST_INQUIRY_CLOSED_LATE_PROMISED intake', '+ DUE_FAILED_PROMISED licensing zhao', '+ FIRST_INQUIRY_DUE_FAILED_PROMISED intake',
    ]);
    expect(saidBy(nodes[7])).toEqual([
      '- CLOSED_LATE_PROMISED licensing zhao', '- FIRST_INQUIRY_CLOSED_LATE_PROMISED intake', '- DUE_FAILED_PROMISED licensing zhao', '- FIRST_INQUIRY_DUE_FAILED_PROMISED intake',
      '+ CLOSED_ON_TIME_PROMISED licensing zhao', '+ FIRST_INQUIRY_CLOSED_ON_TIME_PROMISED intake', '+ DUE_DONE_ON_TIME_PROMISED licensing zhao',
      '+ FIRST_INQUIRY_DUE_DONE_ON_TIME_PROMISED intake',
    ]);
    expect([...saidBy(nodes[8])].sort()).toEqual([
      '+ BACKLOG licensing', '+ REOPENINGS licensing', '- DUE_DONE_ON_TIME_PROMISED licensing zhao', '- DUE_DONE_ON_TIME_STATUTORY licensing zhao',
      '- FIRST_INQUIRY_DUE_DONE_ON_TIME_PROMISED intake', '- FIRST_INQUIRY_DUE_DONE_ON_TIME_STATUTORY intake',
    ]);
  });

  it('gives the reasons in words, in both languages', () => {
    const wordsOf = (node: Json, figure: string): Json => node.reasons.find((one: Json) => one.figure === figure);
    expect(wordsOf(nodes[1], 'BUCK_PASSES')).toMatchObject({
      en: 'Counted in BUCK_PASSES: transfer intake→licensing at revision 1: not neighbours on the route intake>planning>licensing (service item version 1, pinned at the receipt); for intake, officer li, in the period of 2026-03-02 09:20.',
      zh: '计入 BUCK_PASSES：第 1 号事件流转 intake→licensing：在流程 intake>planning>licensing 上不相邻（收件时固定的事项第 1 版）；归 intake，经办人 li，归入 2026-03-02 09:20 所在时段。',
      at: hallTime('03-02 09:20'),
    });
    expect(wordsOf(nodes[1], 'HOLDING_TIME')).toMatchObject({ value: '1200000' });
    expect(wordsOf(nodes[3], 'HOT_POTATOES').en).toBe(
      'ProgressRecorded of 2026-03-02 09:10 was recorded late, at revision 3, and changed it: no longer counted in HOT_POTATOES. It was: transfer intake→licensing at revision 1: off the route after 20 min of working time, less than 30 min, and no progress recorded; for intake, officer li, in the period of 2026-03-02 09:20.');
    expect(wordsOf(nodes[5], 'BUCK_PASSES').en).toMatch(/^Ruled JUSTIFIED at revision 5, of the transfer at revision 1: no longer counted in BUCK_PASSES\. It was: transfer intake→licensing/);
    expect(wordsOf(nodes[7], 'CLOSED_ON_TIME_PROMISED').en).toBe(
      'Counted in CLOSED_ON_TIME_PROMISED: promised due 2026-03-12 17:00, completed 2026-03-11 11:00: on time; for licensing, officer zhao, in the period of 2026-03-11 11:00.');
  });

  it('is cut at an instant of the world, or of the log, or of both', async () => {
    const typesOf = async (asked: object): Promise<readonly string[]> => nodesOf(await historyOf(worked.hall, asked)).map(({ type }) => type);
    // What occurred later is left out, though what was recorded late stays.
    expect(await typesOf({ asOf: hallTime('03-05 09:59') })).toEqual(['RequestReceived', 'RequestTransferred', 'RequestSuspended', 'ProgressRecorded']);
    expect(await typesOf({ asOf: hallTime('03-05 10:00') })).toContain('RequestResumed');
    const known = { asKnownAt: { position: worked.positions[2]! } };
    expect(await typesOf(known)).toEqual(['RequestReceived', 'RequestTransferred', 'RequestSuspended']);
    expect(await typesOf({ ...known, asOf: hallTime('03-02 09:20') })).toEqual(['RequestReceived', 'RequestTransferred']);
    expect(await typesOf({ asKnownAt: { instant: hallTime('04-02 12:00') } })).toHaveLength(9);
    // As nobody has recorded anything of it yet, it is not there.
    expect(await historyOf(worked.hall, { asKnownAt: { instant: hallTime('04-02 11:59') } })).toBeNull();
  });

  it('comes in pages whose events are the same', async () => {
    const first = await historyOf(worked.hall, { first: 4 });
    expect(first.events).toMatchObject({ totalCount: 9, pageInfo: { hasNextPage: true, endCursor: worked.positions[3] } });
    const rest = await historyOf(worked.hall, { first: 100, after: first.events.pageInfo.endCursor });
    expect(rest.events.pageInfo.hasNextPage).toBe(false);
    expect([...nodesOf(first), ...nodesOf(rest)]).toEqual(nodes);
    await expect(historyOf(worked.hall, { first: 101 })).rejects.toThrow('BAD_PAGE_SIZE');
  });
});
