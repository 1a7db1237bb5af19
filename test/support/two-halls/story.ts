import type { ClearCommand, CommandType } from '../../../src/service-request/domain/commands.js';
import type { KnownIds } from './known-ids.js';

type DataOf<T extends CommandType> = Extract<ClearCommand, { type: T }>['data'];
type Beyond<T extends CommandType> = Omit<DataOf<T>, 'hallId' | 'requestId' | 'occurredAt' | 'departmentId'>;
type Say = <T extends CommandType>(type: T, at: string, departmentId: string, beyond: Beyond<T>) => ClearCommand;

/** '03-02 09:00' of 2026 by the halls' clock. */
const instant = (text: string): string => new Date(`2026-${text.replace(' ', 'T')}:00+08:00`).toISOString();

const sayer = ({ hallId, officerId, terminalId }: KnownIds, requestId: string): Say => (type, at, departmentId, beyond) =>
  ({ type, data: { hallId, requestId, occurredAt: instant(at), departmentId, officerId, terminalId, ...beyond } }) as unknown as ClearCommand;

/** Every request of a hall with its commands, all before Monday 03-02 at noon. */
export function storyOf(ids: KnownIds): readonly (readonly [string, readonly ClearCommand[]])[] {
  const { requests, departments: { intake, planning, licensing }, channel, applicant } = ids;
  const received = (say: Say, at: string, department = intake): ClearCommand =>
    say('ReceiveRequest', at, department, { serviceItemCode: 'permit', channel, urgency: 'NORMAL', applicant });
  const of = (requestId: string, told: (say: Say) => readonly ClearCommand[]) => [requestId, told(sayer(ids, requestId))] as const;
  return [
    of(requests.passed, (say) => passedAbout(ids, say, received(say, '02-02 09:00'))),
    of(requests.open, (say) => [
      received(say, '02-02 09:00'),
      say('TransferRequest', '02-03 09:00', intake, { fromDepartmentId: intake, toDepartmentId: planning }),
      say('IssueReminder', '02-26 09:00', licensing, { text: `${ids.hallId} waits` }),
    ]),
    of(requests.done, (say) => [received(say, '02-09 09:00'), say('CompleteRequest', '02-09 11:00', intake, { outcome: 'GRANTED' })]),
    of(requests.suspended, (say) => [received(say, '03-02 09:00'), say('SuspendRequest', '03-02 10:00', intake, { cause: 'APPLICANT' })]),
    of(requests.voided, (say) => [received(say, '02-10 09:00'), say('VoidRequest', '02-10 10:00', licensing, { reason: `${ids.hallId} typed twice` })]),
    of(requests.parked, (say) => [received(say, '02-11 09:00')]),
  ];
}

function passedAbout({ hallId, officerId, departments: { intake, planning, licensing } }: KnownIds, say: Say, receipt: ClearCommand): readonly ClearCommand[] {
  const passed = (at: string, fromDepartmentId: string, toDepartmentId: string): ClearCommand =>
    say('TransferRequest', at, fromDepartmentId, { fromDepartmentId, toDepartmentId, reasonCode: `${hallId}-reason`, note: `${hallId} note` });
  return [
    receipt,
    passed('02-02 10:00', intake, planning),
    say('RefuseTransfer', '02-02 11:00', planning, { reasonCode: `${hallId}-reason`, note: `${hallId} note` }),
    passed('02-03 09:00', intake, planning),
    say('AcceptTransfer', '02-03 10:00', planning, {}),
    say('AssignOfficer', '02-03 10:30', planning, { assignedOfficerId: officerId }),
    say('RecordProgress', '02-03 11:00', planning, { step: `${hallId}-step`, note: `${hallId} note` }),
    passed('02-04 09:00', planning, licensing),
    passed('02-05 09:00', licensing, intake),
    passed('02-06 09:00', intake, licensing),
    say('RecallTransfer', '02-06 09:05', intake, { note: `${hallId} note` }),
    say('SuspendRequest', '02-09 09:00', intake, { cause: 'STATUTORY', legalBasis: `${hallId}-law` }),
    say('ResumeRequest', '02-10 09:00', intake, {}),
    say('CompleteRequest', '02-20 09:00', intake, { outcome: 'GRANTED' }),
    say('ReopenRequest', '02-23 09:00', intake, { reasonCode: `${hallId}-reason` }),
    say('CompleteRequest', '02-24 09:00', intake, { outcome: 'GRANTED' }),
    say('RateRequest', '02-25 09:00', intake, { score: 1, dimensions: { [`${hallId}-dimension`]: 1 }, comment: `${hallId} comment` }),
    say('RuleTransfer', '02-26 09:00', licensing, { revision: 2, verdict: 'BUCK_PASSING', reason: `${hallId} reason` }),
  ];
}
