import { DEMO_DEPARTMENTS, isSlow, PING_PONG_PAIR } from '../../../src/demo/departments.js';
import { sumOf } from '../../../src/demo/figures.js';
import type { PlannedClosure } from '../../../src/demo/plan.js';
import { DEMO_SEED } from '../../../src/demo/simulate.js';
import { truthOf } from '../../../src/demo/truth.js';
import type { ClearCommand, CommandType } from '../../../src/service-request/domain/commands.js';
import { localDateOf } from '../../../src/working-time/local-time.js';
import { tell, time } from './demo-year.js';

const requests = tell(DEMO_SEED);
const truth = truthOf(requests);
const commands = requests.flatMap((request) => request.commands.map(({ command }) => command));
const stays = requests.flatMap((request) => request.truth.stays);
const closures = stays.flatMap(({ end }) => (end?.kind === 'CLOSURE' ? [end.closure] : []));
const DAY = 86_400_000;

const count = <T>(list: readonly T[], wanted: (entry: T) => boolean): number => list.filter(wanted).length;
const ofType = <T extends CommandType>(type: T) => commands.filter((command): command is Extract<ClearCommand, { type: T }> => command.type === type);
const at = (command: ClearCommand): number => Date.parse(command.data.occurredAt);
const isHoliday = (ms: number): boolean => time.definition.overrides[localDateOf('Asia/Shanghai', ms)]?.spans.length === 0;
const isWorkingDay = (ms: number): boolean => time.workingDaysUpTo(ms) > time.workingDaysUpTo(ms - DAY);
const reopenedAfter = ({ closedMs, reopenedMs }: PlannedClosure): number => (reopenedMs === null ? -1 : reopenedMs - closedMs);
const receipts = ofType('ReceiveRequest');

/** Pairs of neighbouring commands of one request. */
const steps = requests.flatMap((request) => request.commands.slice(1).map(({ command }, index) => [request.commands[index]!.command, command] as const));
const pauses = steps.filter(([earlier]) => earlier.type === 'SuspendRequest');

describe('what is planted in the demo’s year', () => {
  it.each<[string, number, number]>([
    ['refusals', truth.totals.refusals, 200],
    ['recalls', truth.totals.recalls, 100],
    ['hot potatoes', truth.totals.hotPotatoes, 200],
    ['short unplanned stays that are none, for their progress', count(stays, (stay) => stay.progress && stay.workingMs < 1_800_000 && stay.end?.kind === 'TRANSFER'), 20],
    ['unplanned transfers after exactly half an hour', count(stays, (stay) => stay.workingMs === 1_800_000 && stay.end?.kind === 'TRANSFER'), 10],
    ['ping-pongs of the pair', truth.pingPongPairs[[...PING_PONG_PAIR].sort().join('|')] ?? 0, 200],
    ['first-inquiry completions', truth.totals.firstInquiryCompletions, 300],
    ['handovers accepted after a while', ofType('AcceptTransfer').length, 1000],
    ['handovers never accepted in words', count(steps, ([earlier, later]) => earlier.type === 'TransferRequest' && !['AcceptTransfer', 'RefuseTransfer', 'RecallTransfer'].includes(later.type)), 1000],
    ['suspensions for papers', count(ofType('SuspendRequest'), ({ data }) => data.cause === 'APPLICANT'), 500],
    ['suspensions for hearings', count(ofType('SuspendRequest'), ({ data }) => data.cause === 'STATUTORY'), 200],
    ['suspensions over holidays', count(pauses, ([a, b]) => Array.from({ length: 25 }, (_, day) => at(a) + day * DAY).some((ms) => ms < at(b) && isHoliday(ms))), 50],
    ['transfers while suspended', count(pauses, ([, later]) => later.type === 'TransferRequest'), 50],
    ['withdrawals while suspended', count(pauses, ([, later]) => later.type === 'CompleteRequest' && later.data.outcome === 'WITHDRAWN'), 50],
    ['extensions by an amount', count(ofType('ExtendLimit'), ({ data }) => data.amount !== undefined), 100],
    ['extensions to a new instant', count(ofType('ExtendLimit'), ({ data }) => data.dueAt !== undefined), 10],
    ['reopenings within fifteen days', count(closures, (closure) => reopenedAfter(closure) >= 0 && reopenedAfter(closure) <= 15 * DAY), 50],
    ['reopenings later', count(closures, (closure) => reopenedAfter(closure) > 15 * DAY), 20],
    ['ratings', truth.totals.ratings, 800],
    ['bad ratings', truth.totals.badRatings, 100],
    ['ratings of a closure that was reopened since', count(steps, ([earlier, later]) => earlier.type === 'ReopenRequest' && later.type === 'RateRequest'), 20],
    ['reminders', ofType('IssueReminder').length, 200],
    ['rulings that justify', count(ofType('RuleTransfer'), ({ data }) => data.verdict === 'JUSTIFIED'), 100],
    ['rulings of buck-passing', count(ofType('RuleTransfer'), ({ data }) => data.verdict === 'BUCK_PASSING'), 100],
    ['second rulings', count(steps, ([a, b]) => a.type === 'RuleTransfer' && b.type === 'RuleTransfer' && a.data.revision === b.data.revision), 10],
    ['voided requests', truth.voided, 10],
    ['formal acceptances', ofType('AcceptRequest').length, 500],
    ['new officers', count(ofType('AssignOfficer'), ({ data }) => data.assignedOfficerId !== data.officerId), 500],
    ['urgent receipts', count(receipts, ({ data }) => data.urgency === 'URGENT'), 100],
    ['explicit due instants', count(receipts, ({ data }) => data.dueLimit === 'PROMISED'), 50],
    ['explicit statutory instants', count(receipts, ({ data }) => data.dueLimit === 'STATUTORY'), 10],
    ['receipts on days off', count(receipts, (receipt) => !isWorkingDay(at(receipt))), 80],
    ['receipts on holidays', count(receipts, (receipt) => isHoliday(at(receipt))), 20],
    ['receipts by night', count(receipts, (receipt) => isWorkingDay(at(receipt)) && (at(receipt) / 3_600_000) % 24 > 12), 50],
    ['receipts without an applicant', count(receipts, ({ data }) => data.applicant === null), 100],
    ['closures in time', truth.totals.promisedOnTime, 1500],
    ['closures late', truth.totals.promisedLate, 500],
    ['closures beyond the statutory limit', truth.totals.statutoryLate, 50],
    ['closures without a limit', truth.totals.promisedWithoutLimit, 100],
    ['closures at the due instant itself', count(closures, ({ closedMs, promisedDueMs }) => closedMs === promisedDueMs), 20],
    ['closures a minute after it, outside working time', count(closures, ({ closedMs, promisedDueMs, promised }) => closedMs === (promisedDueMs ?? 0) + 60_000 && promised === 'LATE'), 10],
    ['requests still open', truth.totals.open, 50],
  ])('has enough %s', (_what, found, least) => expect(found).toBeGreaterThanOrEqual(least));

  it('leaves what is nobody’s duty to go through four departments and more', () => {
    const noise = requests.filter(({ truth: { serviceItemCode, stays: path } }) => serviceItemCode === 'demo-noise' && new Set(path.map((stay) => stay.departmentId)).size >= 5);
    expect(noise.length).toBeGreaterThanOrEqual(80);
  });

  it('holds requests three times as long in slow departments as in the others that only handle', () => {
    const means = (slow: boolean): number => {
      const handling = DEMO_DEPARTMENTS.filter(({ departmentId }) => isSlow(departmentId) === slow && !['intake', 'licensing', 'social-security', 'hall-office'].includes(departmentId));
      const lists = handling.flatMap(({ departmentId }) => truth.departments[departmentId]?.holdingMs ?? []);
      return sumOf(lists) / lists.length;
    };
    expect(means(true)).toBeGreaterThan(3 * means(false));
  });
});
