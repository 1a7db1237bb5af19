import { randomUUID } from 'node:crypto';
import { SmallHall } from '../../support/read-side-hall.js';
import { dueOf, hallTime, historyOf, nodesOf } from '../../support/audit/worked-history.js';

/** A busy machine is no fault. */
jest.setTimeout(60_000);

const SPANS = '[{ from: "09:00", until: "12:00" }, { from: "13:30", until: "17:00" }]';
const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI'].map((day) => `{ day: ${day}, spans: ${SPANS} }`).join(' ');
const HOLIDAY = `mutation { putCalendar(input: {
  calendarId: "weekdays", zone: "Asia/Shanghai", week: [${DAYS}], overrides: [{ date: "2026-03-06", name: "Founders' day", spans: [] }] }) { recorded refused { code message } } }`;

/** Events that no rule let in, at the end of a stream. */
async function slipIn({ side }: SmallHall, requestId: string, revision: bigint, events: readonly { readonly type: string; readonly metadata?: object }[]): Promise<void> {
  const data = { hallId: 'hall', requestId, occurredAt: hallTime('03-03 10:00'), departmentId: 'intake', step: 'looked' };
  const recorded = { recordedAt: hallTime('03-04 12:00'), principal: 'somebody' };
  await side.store.append(`serviceRequest-hall.${requestId}`, revision, events.map(({ type, metadata }) => ({ id: randomUUID(), type, data, metadata: { ...recorded, ...metadata } })));
  await side.readModel.caughtUp();
}

describe('A history that something happened to', () => {
  let hall: SmallHall;
  beforeAll(async () => {
    hall = await SmallHall.open('03-04 12:00');
    for (const requestId of ['C1', 'E1', 'P1']) await hall.receive(requestId, '03-02 09:00');
    await hall.complete('C1', '03-02 09:30', 'intake');
  });
  afterAll(() => hall.side.stop());

  // Five working days after Monday the 2nd: Monday the 9th, and Tuesday the 10th once Friday is a holiday.
  it('tells of a change of its calendar while it was open, with what that did to the due instants', async () => {
    const { putCalendar } = await hall.side.ask(HOLIDAY);
    expect(putCalendar.refused).toEqual([]);
    await hall.now('03-05 12:00').transfer('E1', '03-05 10:00', 'intake', 'planning');
    await hall.side.readModel.caughtUp();
    const nodes = nodesOf(await historyOf(hall, { id: 'hall.E1' }));
    expect(nodes.map(({ from, type }) => `${from} ${type}`)).toEqual(['REQUEST RequestReceived', 'CALENDAR CalendarRevised', 'REQUEST RequestTransferred']);
    const changed = nodes[1];
    expect([dueOf(changed.before, 'PROMISED'), dueOf(changed.after, 'PROMISED')]).toEqual([hallTime('03-09 17:00'), hallTime('03-10 17:00')]);
    expect(changed).toMatchObject({ chainHolds: true, parked: null, reasons: [], occurredAt: null, before: { status: 'OPEN' }, after: { status: 'OPEN', holderDepartmentId: 'intake' } });
    // As the calendar was known at the receipt, the holiday was none.
    expect(dueOf(nodes[0].after, 'PROMISED')).toBe(hallTime('03-09 17:00'));
  });

  it('is not touched by a change of its calendar after its closure', async () => {
    const nodes = nodesOf(await historyOf(hall, { id: 'hall.C1' }));
    expect(nodes.map(({ type }) => type)).toEqual(['RequestReceived', 'RequestCompleted']);
    expect(dueOf(nodes[1].after, 'PROMISED')).toBe(hallTime('03-09 17:00'));
  });

  it('names the events that cannot be taken, and stands as before them', async () => {
    await slipIn(hall, 'P1', 0n, [{ type: 'RequestTeleported' }, { type: 'ProgressRecorded' }]);
    const history = await historyOf(hall, { id: 'hall.P1' });
    const nodes = nodesOf(history).filter(({ from }) => from === 'REQUEST');
    expect(nodes.map(({ parked }) => parked && [parked.code, parked.behind])).toEqual([null, ['UNKNOWN_TYPE', null], ['BEHIND', nodes[1].position]]);
    expect(nodes[2]).toMatchObject({ type: 'ProgressRecorded', before: nodes[1].before, after: nodes[1].before, reasons: [], details: [{ name: 'step', value: 'looked' }] });
    expect([nodes[2].after.status, nodes[2].after.holderDepartmentId]).toEqual(['OPEN', 'intake']);
    expect(history.parkedAt).toBe(nodes[1].position);
  });

  it('says where its chain does not hold', async () => {
    await slipIn(hall, 'C1', 1n, [{ type: 'ProgressRecorded', metadata: { previousHash: null, hash: '0'.repeat(64) } }]);
    const nodes = nodesOf(await historyOf(hall, { id: 'hall.C1' }));
    expect(nodes.map(({ type, chainHolds }) => [type, chainHolds])).toEqual([['RequestReceived', true], ['RequestCompleted', true], ['ProgressRecorded', false]]);
  });
});
