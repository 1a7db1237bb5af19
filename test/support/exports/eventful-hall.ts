import { SmallHall } from '../read-side-hall.js';

const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI'].map((day) => `{ day: ${day}, spans: [{ from: "09:00", until: "12:00" }, { from: "13:30", until: "17:00" }] }`).join(' ');

/** 03-11 becomes a holiday; recorded at the hall's clock, so it counts for what is open then. */
const HOLIDAY = `mutation { putCalendar(input: { calendarId: "weekdays", zone: "Asia/Shanghai", week: [${DAYS}],
  overrides: [{ date: "2026-03-11", spans: [], name: "Founding day" }] }) { recorded refused { code message } } }`;
/** One promised day less from here on. */
const SHORTER = `mutation { putServiceItem(input: { code: "permit", name: "Permit", calendarId: "weekdays", route: ["intake", "licensing"], warningShare: 0.8,
  limits: { promised: { unit: WORKING_DAY, amount: 4 }, statutory: { unit: CALENDAR_DAY, amount: 20 } } }) { recorded refused { code message } } }`;

export const STRANGE = { requestId: '2026,"7" 号', step: '=HYPERLINK("x")', legalBasis: '-2+3,\n"quoted"\t<&>', reason: "'@late" };

/**
 * A hall in which everything happens that can: refusals, recalls, suspensions of both causes, extensions of both kinds, late annotations,
 * a clock that is behind, rulings, ratings, reminders, a reopening, a voiding, explicit due instants, and a calendar and a service item that
 * change in between. What is open at the end is open: 2, 5, 7.
 */
export async function eventfulHall(): Promise<SmallHall> {
  const hall = await SmallHall.open('03-02 08:00');
  hall.now('03-20 09:00');
  await disputed(hall);
  await paused(hall);
  await hall.side.ask(HOLIDAY.replace('2026-03-11', '2026-03-24'));
  await reopened(hall);
  await hall.side.ask(SHORTER);
  await explicit(hall);
  await strange(hall);
  hall.now('03-26 12:00');
  await afterwards(hall);
  return hall;
}

/** Refused, sent again, recalled, ruled on both ways, completed, rated with dimensions. */
async function disputed(hall: SmallHall): Promise<void> {
  await hall.say('1', 'ReceiveRequest', '03-02 09:00', 'intake', { serviceItemCode: 'permit', channel: 'COUNTER', urgency: 'URGENT', applicant: 'Li Lei', officerId: 'o-1' });
  await hall.say('1', 'TransferRequest', '03-02 10:00', 'intake', { fromDepartmentId: 'intake', toDepartmentId: 'licensing', reasonCode: 'R1', note: 'please' });
  await hall.say('1', 'RefuseTransfer', '03-02 11:00', 'licensing', { reasonCode: 'NOT_OURS', note: 'no' });
  await hall.say('1', 'TransferRequest', '03-02 13:30', 'intake', { fromDepartmentId: 'intake', toDepartmentId: 'planning' });
  // Its counter's clock is behind: recorded as the transfer's instant, the claimed one kept.
  await hall.say('1', 'AcceptTransfer', '03-02 13:27', 'planning', {});
  await hall.say('1', 'TransferRequest', '03-03 10:00', 'planning', { fromDepartmentId: 'planning', toDepartmentId: 'licensing' });
  await hall.say('1', 'RecallTransfer', '03-03 10:05', 'planning', { note: 'mistake' });
  await hall.say('1', 'AssignOfficer', '03-03 14:00', 'planning', { assignedOfficerId: 'o-2' });
  await hall.say('1', 'RuleTransfer', '03-04 09:00', 'licensing', { revision: 2, verdict: 'JUSTIFIED', reason: 'not theirs' });
  await hall.say('1', 'RuleTransfer', '03-04 09:30', 'licensing', { revision: 3, verdict: 'BUCK_PASSING' });
  await hall.say('1', 'CompleteRequest', '03-05 15:00', 'planning', { outcome: 'GRANTED', officerId: 'o-3' });
  await hall.say('1', 'RateRequest', '03-06 09:00', 'planning', { score: 2, dimensions: { 9: 1, 10: 2, 'speed, "tone"': 4.5 }, comment: 'slow' });
}

/** Suspended for both causes, extended while it may be, open. */
async function paused(hall: SmallHall): Promise<void> {
  await hall.receive('2', '03-03 09:00');
  await hall.say('2', 'AcceptRequest', '03-03 09:30', 'intake', {});
  await hall.say('2', 'SuspendRequest', '03-03 16:00', 'intake', { cause: 'APPLICANT', legalBasis: 'art. 32' });
  await hall.say('2', 'ResumeRequest', '03-05 10:00', 'intake', {});
  await hall.say('2', 'ExtendLimit', '03-05 11:00', 'intake', { limit: 'PROMISED', amount: 3, approver: 'director', reason: 'storm' });
  await hall.transfer('2', '03-06 10:00', 'intake', 'planning');
  // Said late: it was done before the transfer.
  await hall.say('2', 'RecordProgress', '03-06 09:00', 'intake', { step: 'papers checked', note: 'all there' });
  await hall.say('2', 'SuspendRequest', '03-09 10:00', 'planning', { cause: 'STATUTORY' });
  await hall.say('2', 'IssueReminder', '03-10 10:00', 'licensing', { text: 'hurry' });
}

/** Closed, reopened, closed again; and one that was registered by mistake. */
async function reopened(hall: SmallHall): Promise<void> {
  await hall.receive('3', '03-09 09:00');
  await hall.complete('3', '03-09 09:10', 'intake');
  await hall.say('3', 'ReopenRequest', '03-12 09:00', 'intake', { reasonCode: 'NEW_FACTS' });
  await hall.say('3', 'CompleteRequest', '03-16 16:00', 'intake', { outcome: 'DENIED' });
  await hall.receive('4', '03-09 10:00');
  await hall.transfer('4', '03-09 11:00', 'intake', 'licensing');
  await hall.say('4', 'VoidRequest', '03-10 09:00', 'intake', { reason: 'twice' });
}

async function explicit(hall: SmallHall): Promise<void> {
  await hall.say('5', 'ReceiveRequest', '03-16 09:00', 'planning', { serviceItemCode: 'permit', channel: 'WEB', urgency: 'NORMAL', applicant: null, dueAt: '2026-03-18T09:00:00.000Z', terminalId: 'T-9' });
  await hall.say('5', 'ExtendLimit', '03-17 09:00', 'planning', { limit: 'PROMISED', dueAt: '2026-03-25T09:00:00.000Z', approver: 'director' });
  await hall.say('6', 'ReceiveRequest', '03-16 09:00', 'planning', { serviceItemCode: 'permit', channel: 'WEB', urgency: 'NORMAL', applicant: 'Han', dueAt: '2026-03-16T01:00:00.000Z', dueLimit: 'STATUTORY' });
  await hall.say('6', 'CompleteRequest', '03-17 10:00', 'planning', { outcome: 'RESOLVED' });
}

async function strange(hall: SmallHall): Promise<void> {
  const { requestId, step, legalBasis } = STRANGE;
  await hall.receive(requestId, '03-17 09:00');
  await hall.say(requestId, 'RecordProgress', '03-17 10:00', 'intake', { step });
  await hall.say(requestId, 'SuspendRequest', '03-17 11:00', 'intake', { cause: 'APPLICANT', legalBasis });
}

/** Once the calendar and the terms are others: what was open goes on, what is new pins them. */
async function afterwards(hall: SmallHall): Promise<void> {
  await hall.say('2', 'ResumeRequest', '03-25 10:00', 'planning', {});
  await hall.receive('7', '03-23 09:00');
  await hall.say('7', 'TransferRequest', '03-25 10:00', 'intake', { fromDepartmentId: 'intake', toDepartmentId: 'licensing', reasonCode: STRANGE.reason });
  await hall.receive('8', '03-23 10:00');
  await hall.complete('8', '03-26 10:00', 'intake');
}
