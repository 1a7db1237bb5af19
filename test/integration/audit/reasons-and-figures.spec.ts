import { randomUUID } from 'node:crypto';
import { sealChain } from '../../../src/event-store/audit-hash.js';
import { rectificationStream } from '../../../src/rectification/domain/rectification-events.js';
import { warningStreamOf } from '../../../src/warnings/domain/warning-events.js';
import { FIGURES, SOURCES } from '../../../src/efficiency/read-model/figures/figure-relations.js';
import type { FigureRow } from '../../../src/audit/history/figure-row.js';
import { factsAt, figureRowsOf } from '../../../src/audit/history/figure-rows.js';
import { HOT_POTATO_MS } from '../../../src/audit/history/transfer-rows.js';
import { type Standing, walk } from '../../../src/audit/history/walk.js';
import { gather } from '../../../src/audit/read-model/gather.js';
import { codeOf } from '../../../src/audit/read-model/meaning.js';
import { HOT_POTATO_MS as ASKED_HOT_POTATO_MS } from '../../../src/efficiency/api/figure-question.args.js';
import { all } from '../../support/event-store/events.js';
import { hallTime, SmallHall } from '../../support/read-side-hall.js';

/** A busy machine is no fault. */
jest.setTimeout(60_000);

/** What depends on the instant of the question, of an open request or of a rectification under way. */
const BY_INSTANT = /^(FIRST_INQUIRY_)?DUE_|^RECTIFICATIONS_(OVERDUE|UNDER_WAY)$/;
const LATER_MS = 2n ** 50n;
const lineOf = (figure: string, department: string | null, officer: string | null, atMs: bigint | number | null, value: bigint | number | null): string =>
  [figure, department, officer, figure === 'BACKLOG' ? null : atMs, value].map(String).join(' ');

/** Passed round, refused, recalled, ruled on, suspended at night, voided, reminded, rated badly. */
async function passedRound(hall: SmallHall): Promise<void> {
  const more = (fields: object): never => fields as never;
  await hall.receive('P1', '03-02 09:00');
  await hall.transfer('P1', '03-02 10:00', 'intake', 'planning');
  await hall.say('P1', 'RefuseTransfer', '03-02 10:10', 'planning', more({ officerId: 'wu' }));
  await hall.transfer('P1', '03-02 11:00', 'intake', 'licensing');
  await hall.say('P1', 'RecallTransfer', '03-02 11:05', 'intake', more({}));
  await hall.transfer('P1', '03-02 11:20', 'intake', 'planning');
  await hall.say('P1', 'AcceptTransfer', '03-02 14:00', 'planning', more({}));
  await hall.say('P1', 'SuspendRequest', '03-02 17:00', 'planning', more({ cause: 'STATUTORY' }));
  await hall.say('P1', 'ResumeRequest', '03-03 09:00', 'planning', more({}));
  await hall.say('P1', 'AssignOfficer', '03-03 09:30', 'planning', more({ assignedOfficerId: 'sun' }));
  await hall.say('P1', 'RuleTransfer', '03-04 09:00', 'intake', more({ revision: 5, verdict: 'BUCK_PASSING' }));
  await hall.say('P1', 'RuleTransfer', '03-04 09:00', 'intake', more({ revision: 2, verdict: 'JUSTIFIED' }));
  await hall.say('P1', 'IssueReminder', '03-05 09:00', 'intake', more({ text: 'please' }));
  await hall.say('P1', 'CompleteRequest', '03-06 10:00', 'planning', more({ outcome: 'DENIED' }));
  await hall.say('P1', 'RateRequest', '03-06 11:00', 'planning', more({ score: 1 }));
  await hall.receive('P2', '03-03 09:00');
  await hall.complete('P2', '03-03 09:30', 'intake');
  await hall.say('P2', 'RateRequest', '03-04 09:30', 'intake', more({ score: 5 }));
  await hall.receive('P3', '03-03 09:00');
  await hall.transfer('P3', '03-03 09:05', 'intake', 'planning');
  await hall.say('P3', 'VoidRequest', '03-03 10:00', 'intake', more({ reason: 'twice' }));
}

/** A bad rating opens a rectification by itself; it is completed, and a warning was raised meanwhile. */
async function followedUp({ side }: SmallHall): Promise<void> {
  while ((await all(side.store, rectificationStream('hall', 'P1'))).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const rule = { id: 'LIMIT_STATE', version: 1, warningShare: 0.9, calendarId: 'weekdays', calendarVersion: 1, requestRevision: 12, position: '30' };
  const data = {
    hallId: 'hall', requestId: 'P1', occurredAt: hallTime('03-06 09:00'), departmentId: 'planning', officerId: 'sun', serviceItemCode: 'permit', limit: 'PROMISED', state: 'YELLOW',
    turnedAt: hallTime('03-06 09:00'), dueAt: hallTime('03-09 17:00'), provisional: false, usedMs: 9, budgetMs: 10, rule,
  };
  const stream = warningStreamOf('hall', 'P1');
  await side.store.append(stream, 'no-stream', sealChain(stream, 0n, null, [{ id: randomUUID(), type: 'WarningRaised', data, metadata: { recordedAt: hallTime('04-02 12:00'), principal: 'warnings' } }]));
  const input = `{ source: "t", id: "1", hallId: "hall", requestId: "P1", occurredAt: "${hallTime('03-20 10:00')}", departmentId: "planning" }`;
  const { completeRectification } = await side.askAs('supervisor', `mutation { completeRectification(input: ${input}) { __typename } }`);
  expect(completeRectification.__typename).not.toMatch(/Refus/);
}

describe('The rows that histories give reasons for', () => {
  it('know a hot potato as questions do', () => expect(HOT_POTATO_MS).toBe(ASKED_HOT_POTATO_MS));

  // The figures are SQL over facts, the reasons are code over the same facts: neither may know another figure than the other.
  it('are at every position the very rows that the figures count', async () => {
    const hall = await SmallHall.open('04-02 12:00', { rectificationWorkingDays: 15 });
    try {
      await passedRound(hall);
      await followedUp(hall);
      await hall.side.readModel.caughtUp();
      const { readModel, store } = hall.side;
      for (const requestId of ['P1', 'P2', 'P3']) {
        const entries = await gather(store, readModel.calendars, { hallId: 'hall', requestId }, { position: readModel.position()!, asOfMs: null });
        if (requestId === 'P1') expect(entries!.slice(-3).map(({ recorded: { from }, event: { type } }) => `${from} ${type}`)).toEqual(['RECTIFICATION RectificationOpened', 'WARNING WarningRaised', 'RECTIFICATION RectificationCompleted']);
        const steps = [...walk(entries!.map(({ recorded }) => recorded), codeOf)];
        const request = entries![0]!.recorded.position;
        // At two places on the way and at the end: each asks for all the figures at once.
        for (const { recorded, after } of steps.filter((_, index) => index === 8 || index === 16 || index === steps.length - 1))
          expect([recorded.position, ...linesOf(after)]).toEqual([recorded.position, ...(await counted(request, recorded.position))]);
      }

      function linesOf(standing: Standing): readonly string[] {
        return figureRowsOf(factsAt(standing, readModel.calendars), standing).filter(({ figure }) => !BY_INSTANT.test(figure)).map(lineOfRow).sort();
      }
      async function counted(of: bigint, position: bigint): Promise<readonly string[]> {
        const figures = Object.entries(FIGURES).filter(([figure]) => !BY_INSTANT.test(figure));
        const parts = [...Map.groupBy(figures, ([, { source }]) => source)].map(([source, own]) => {
          const told = own.map(([figure, definition]) => `{'figure': '${figure}', 'counts': (${definition.where}), 'charged': ${definition.department},
            'officer': ${definition.officer}, 'value': (${'value' in definition ? definition.value : 'NULL'})::BIGINT}`);
          return `SELECT at_ms::BIGINT AS at_ms, unnest([${told.join(', ')}], recursive := true) FROM ${SOURCES[source]} WHERE request = $request`;
        });
        const rows = await readModel.query<{ figure: string; counts: boolean; charged: string | null; officer: string | null; at_ms: bigint | null; value: bigint | null }>(
          parts.join(' UNION ALL '), { p: position, now_ms: LATER_MS, request: of, ...(parts.some((part) => part.includes('$hot_ms')) && { hot_ms: BigInt(HOT_POTATO_MS) }) });
        return rows.filter(({ counts }) => counts).map((row) => lineOf(row.figure, row.charged, row.officer, row.at_ms, row.value)).sort();
      }
    } finally {
      await hall.side.stop();
    }
  });
});

const lineOfRow = ({ figure, departmentId, officerId, atMs, valueMs }: FigureRow): string => lineOf(figure, departmentId, officerId, atMs, valueMs);
