import { type Json } from '../read-side.js';
import { hallTime, SmallHall } from '../read-side-hall.js';
import type { AccessScope } from '../../../src/kernel/actor.js';

/**
 * One request by hand, in a hall of 5 working days promised and 20 statutory, route intake > planning > licensing; 2 March 2026 is a Monday.
 * 0 receipt Mon 2 09:00 by intake, officer li; 1 to licensing 09:20, off the route, after 20 minutes; 2 suspended for the applicant
 * Wed 4 10:00; 3 late progress of intake, Mon 2 09:10; 4 resumed Thu 5 10:00; 5 the transfer ruled justified Fri 6 09:00;
 * 6 completed Wed 11 11:00; 7 two more promised days, granted Mon 9 15:00, recorded after the closure; 8 reopened Fri 13 09:00.
 */
export interface WorkedHistory {
  readonly hall: SmallHall;
  /** By revision. */
  readonly positions: readonly string[];
}
export const APPLICANT = 'ID-440301199001011234';
export const NOTE = 'Ms Wang said that licensing would know';

const more = (fields: object): never => fields as never;

export async function workedHistory(): Promise<WorkedHistory> {
  const hall = await SmallHall.open('04-02 12:00');
  await hall.side.ask('mutation { registerOfficer(input: { officerId: "li", name: "Li Lei" }) { recorded } }');
  const positions = [
    await hall.say('H1', 'ReceiveRequest', '03-02 09:00', 'intake',
      more({ serviceItemCode: 'permit', channel: 'COUNTER', urgency: 'NORMAL', applicant: APPLICANT, officerId: 'li', terminalId: 'T-1' })),
    await hall.say('H1', 'TransferRequest', '03-02 09:20', 'intake', more({ fromDepartmentId: 'intake', toDepartmentId: 'licensing', note: NOTE, officerId: 'li' })),
    await hall.say('H1', 'SuspendRequest', '03-04 10:00', 'licensing', more({ cause: 'APPLICANT' })),
    await hall.say('H1', 'RecordProgress', '03-02 09:10', 'intake', more({ step: 'papers checked' })),
    await hall.say('H1', 'ResumeRequest', '03-05 10:00', 'licensing', more({})),
    await hall.say('H1', 'RuleTransfer', '03-06 09:00', 'intake', more({ revision: 1, verdict: 'JUSTIFIED', reason: 'the route was wrong' })),
    await hall.say('H1', 'CompleteRequest', '03-11 11:00', 'licensing', more({ outcome: 'GRANTED', officerId: 'zhao' })),
    await hall.say('H1', 'ExtendLimit', '03-09 15:00', 'licensing', more({ limit: 'PROMISED', amount: 2, approver: 'director', reason: 'flood' })),
    await hall.say('H1', 'ReopenRequest', '03-13 09:00', 'intake', more({})),
  ];
  await hall.side.readModel.caughtUp();
  return { hall, positions };
}

const STATE = '{ status holderDepartmentId officerId suspensionCause pendingTransfer { fromDepartmentId toDepartmentId revision } closures limits { limit dueAt explanation { en zh } } }';
const EVENT = `position from revision type occurredAt recordedAt late departmentId departmentName officerId officerName terminalId principal source sourceId hash previousHash
  chainHolds details { name value } texts { name state text } parked { code behind } before ${STATE} after ${STATE}
  reasons { change figure departmentId officerId at value en zh }`;
export const HISTORY = `query H($id: ID!, $asOf: Instant, $asKnownAt: AsKnownAtInput, $reason: String, $first: Int = 50, $after: String) {
  requestHistory(id: $id, asOf: $asOf, asKnownAt: $asKnownAt, reason: $reason) {
    id position readAt parkedAt applicantPseudonym
    events(first: $first, after: $after) { totalCount edges { cursor node { ${EVENT} } } pageInfo { hasNextPage endCursor } }
    reads(first: 100) { totalCount edges { node { position principal role through answeredAt asOf asKnownAt reason { state text } } } } } }`;

export interface AskedHistory {
  readonly id?: string;
  readonly asOf?: string;
  readonly asKnownAt?: { readonly position?: string; readonly instant?: string };
  readonly reason?: string;
  readonly first?: number;
  readonly after?: string;
}

/** As a supervisor asks it; null when there is none to be seen. */
export const historyOf = async ({ side }: SmallHall, asked: AskedHistory = {}, scope?: AccessScope): Promise<Json> =>
  (await side.askAs('supervisor', HISTORY, { id: 'hall.H1', ...asked }, scope)).requestHistory;

export const nodesOf = (history: Json): readonly Json[] => history.events.edges.map(({ node }: Json) => node);
export const dueOf = (state: Json, limit: 'PROMISED' | 'STATUTORY'): string | null => state.limits.find((one: Json) => one.limit === limit)?.dueAt;
/** 'COUNTED BUCK_PASSES intake li' */
export const saidBy = ({ reasons }: Json): readonly string[] =>
  reasons.map(({ change, figure, departmentId, officerId }: Json) => [change === 'COUNTED' ? '+' : '-', figure, departmentId, officerId ?? ''].join(' ').trim());
export { hallTime };
