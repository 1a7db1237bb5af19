import { SmallHall } from './read-side-hall.js';

const MATTER = `mutation { putServiceItem(input: {
  code: "matter", name: "Matter", calendarId: "weekdays", route: [], limits: { promised: { unit: WORKING_DAY, amount: 5 } }
}) { recorded refused { code message } } }`;

/** A small hall in which requests are passed about, and places in its log: before supervisors and latecomers spoke, and after. */
export interface PassingHall {
  readonly hall: SmallHall;
  readonly before: string;
  readonly after: string;
}

/**
 * Items: `matter` has no route, `permit` goes intake > planning > licensing. Holders, i p l for the three:
 * w matter i p i p l i, held 60 10 50 40 50 minutes of working time, then closed: the specification's worked example.
 * r permit i p (refused) i l p, held 30 10 20 10, open. c permit i, with a transfer that was recalled. v permit i p i, held 30 10. x permit i p.
 * y matter l p l, an hour each, closed.
 * After: w's first transfer and r's refusal ruled justified, r's planned one ruled buck-passing, progress of r before i → l came late,
 * x's transfer recalled, v voided. Then u matter p l i, ten minutes each, open.
 */
export async function openPassingHall(): Promise<PassingHall> {
  const hall = await SmallHall.open('03-10 09:00');
  await hall.side.ask(MATTER);
  await passAbout(hall);
  const before = await hall.transfer('x', '03-03 09:30', 'intake', 'planning');
  await hall.say('w', 'RuleTransfer', '03-05 09:00', 'intake', { revision: 1, verdict: 'JUSTIFIED', reason: 'agreed' });
  await hall.say('r', 'RuleTransfer', '03-05 09:10', 'intake', { revision: 1, verdict: 'BUCK_PASSING', reason: 'its own task' });
  await hall.say('r', 'RuleTransfer', '03-05 09:20', 'intake', { revision: 2, verdict: 'JUSTIFIED', reason: 'papers missing' });
  await hall.say('r', 'RecordProgress', '03-02 09:50', 'intake', { step: 'CHECKED' });
  await hall.say('x', 'RecallTransfer', '03-03 09:35', 'intake', {});
  const after = await hall.say('v', 'VoidRequest', '03-05 10:00', 'intake', { reason: 'twice' });
  await receiveMatter(hall, 'u', '03-04 09:00', 'planning');
  await passAlong(hall, 'u', 'planning', [['03-04 09:10', 'licensing'], ['03-04 09:20', 'intake']]);
  await hall.side.readModel.caughtUp();
  return { hall, before, after };
}

async function passAbout(hall: SmallHall): Promise<void> {
  await receiveMatter(hall, 'w', '03-02 09:00', 'intake');
  await passAlong(hall, 'w', 'intake', [
    ['03-02 10:00', 'planning'], ['03-02 10:10', 'intake'], ['03-02 11:00', 'planning'], ['03-02 11:40', 'licensing'], ['03-02 14:00', 'intake'],
  ]);
  await hall.complete('w', '03-02 15:00', 'intake');
  await hall.receive('r', '03-02 09:00');
  await hall.transfer('r', '03-02 09:30', 'intake', 'planning');
  await hall.say('r', 'RefuseTransfer', '03-02 09:40', 'planning', { reasonCode: 'INCOMPLETE' });
  await passAlong(hall, 'r', 'intake', [['03-02 10:00', 'licensing'], ['03-02 10:10', 'planning']]);
  await hall.receive('c', '03-02 09:00');
  await hall.transfer('c', '03-02 09:05', 'intake', 'licensing');
  await hall.say('c', 'RecallTransfer', '03-02 09:06', 'intake', {});
  await hall.complete('c', '03-02 10:00', 'intake');
  await hall.receive('v', '03-02 09:00');
  await passAlong(hall, 'v', 'intake', [['03-02 09:30', 'planning'], ['03-02 09:40', 'intake']]);
  await receiveMatter(hall, 'y', '03-03 09:00', 'licensing');
  await passAlong(hall, 'y', 'licensing', [['03-03 10:00', 'planning'], ['03-03 11:00', 'licensing']]);
  await hall.complete('y', '03-03 11:30', 'licensing');
  await hall.receive('x', '03-03 09:00');
}

const receiveMatter = (hall: SmallHall, requestId: string, at: string, departmentId: string): Promise<string> =>
  hall.say(requestId, 'ReceiveRequest', at, departmentId, { serviceItemCode: 'matter', channel: 'COUNTER', urgency: 'NORMAL', applicant: null });

async function passAlong(hall: SmallHall, requestId: string, from: string, hops: readonly (readonly [at: string, to: string])[]): Promise<void> {
  let holder = from;
  for (const [at, to] of hops) {
    await hall.transfer(requestId, at, holder, to);
    holder = to;
  }
}
