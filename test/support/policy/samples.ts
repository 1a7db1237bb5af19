import type { ABSENT } from '../two-halls/known-ids.js';

/** A hall as the fixture knows it, or one that is not there. */
export type Place = Omit<typeof ABSENT, 'hallId'> & { readonly hallId: string };
/** As GraphQL writes it; 'inside': an input object, whose fields have samples of their own; null: left out. */
type Sample = ((at: Place) => string) | 'inside' | null;

const text = (said: (at: Place) => string): Sample => (at) => JSON.stringify(said(at));
const plain = (value: string): Sample => () => value;
const request = text(({ hallId, requests }) => `${hallId}.${requests.passed}`);
let commands = 0;

/** By `Owner.name`, else by name: what a matrix sends for every argument and every field of an input. What is not here has no sample. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  // Of questions.
  period: null, at: null, asKnownAt: null, asOf: null, hotPotatoThreshold: null, first: plain('3'), after: null, zone: null, by: null, orderBy: null, direction: null, top: null,
  filter: 'inside', hallIds: (at) => `[${JSON.stringify(at.hallId)}]`, and: null, or: null, not: null, departmentIds: (at) => `[${JSON.stringify(at.departments.intake)}]`,
  'FigureFilterInput.departmentIds': null, 'LiveFilterInput.departmentIds': null, departmentTreeIds: null, officerIds: null, officerUnknown: null, serviceItemCodes: null, channels: null,
  urgencies: null, outcomes: null, receivedAt: null, promisedDueAt: null, statutoryDueAt: null, transfers: null, standings: null, verdict: plain('JUSTIFIED'), formulaId: null, formulaVersion: null,
  since: plain('{ position: 20 }'), until: null, figures: plain('["RECEIVED"]'), figure: null, classes: null, details: null, threshold: null, state: null, states: null, limits: null, step: null, time: null,
  kind: null, eitherWay: null, between: null, minHolders: null, minLength: null, maxLength: null, through: null, minRequests: null, ingredient: plain('PASSED_ON'),
  every: plain('MONTH'), limit: plain('PROMISED'), 'Query.warnings.limit': null, from: text(({ departments }) => departments.intake), to: null,
  'transferCycleRequests.departmentIds': (at) => JSON.stringify([at.departments.intake, at.departments.planning]),
  'consistencyProof.from': plain('1'), 'consistencyProof.to': plain('1'),
  publicKey: null,
  // Of one request, of a person, of a job.
  id: request, 'rectifications.id': request, 'rulings.id': request, 'whatIf.id': text(({ hallId }) => `of-${hallId}`), 'cancelWhatIf.id': text(({ hallId }) => `of-${hallId}`),
  reason: text(() => 'why'), hallId: text(({ hallId }) => hallId), applicantPseudonym: text(({ applicant }) => applicant), applicantReference: null,
  'EraseApplicantInput.applicantPseudonym': null, 'EraseApplicantInput.applicantReference': text(({ hallId }) => `nobody-${hallId}`), 'EraseApplicantInput.reason': plain('APPLICANT_ASKED'),
  'HistorySearchInput.applicantPseudonym': null, 'HistorySearchInput.officerId': text(({ officerId }) => officerId), 'HistorySearchInput.terminalId': null, 'HistorySearchInput.type': null, principal: null,
  // Of commands.
  input: 'inside', source: text(() => '/matrix'), requestId: text(({ requests }) => requests.done), occurredAt: plain('"2026-03-02T03:00:00.000Z"'), departmentId: text(({ departments }) => departments.intake),
  officerId: null, terminalId: text(({ terminalId }) => terminalId), serviceItemCode: plain('"permit"'), channel: plain('"WEB"'), urgency: null, applicant: null, dueAt: null, dueLimit: null,
  fromDepartmentId: text(({ departments }) => departments.intake), toDepartmentId: text(({ departments }) => departments.planning), reasonCode: null, note: null, cause: plain('APPLICANT'), legalBasis: null,
  outcome: plain('GRANTED'), assignedOfficerId: text(({ officerId }) => officerId), 'RecordProgressInput.step': plain('"read"'), amount: plain('1'), approver: plain('"director"'), score: plain('1'),
  dimensions: null, comment: null, text: null, revision: plain('2'), closure: plain('1'), measures: null, graceMinutes: null, rules: plain('{}'),
  // Of reference data.
  parentId: null, name: plain('"Matrix"'), code: plain('"permit"'), 'DepartmentInput.departmentId': plain('"matrix"'), 'OfficerInput.officerId': plain('"matrix"'), calendarId: plain('"weekdays"'),
  'ServiceItemInput.limits': plain('{ promised: { unit: WORKING_DAY, amount: 5 } }'), urgentLimits: null, route: plain('["intake"]'), clockStart: null, warningShare: null, 'CalendarInput.zone': plain('"Asia/Shanghai"'),
  week: plain('[{ day: MON, spans: [{ from: "09:00", until: "12:00" }] }]'), overrides: plain('[]'), announcedThrough: null, 'AssessmentFormulaInput.formulaId': plain('"matrix"'), ingredients: plain('[{ key: "closed", name: "Closed", figures: [CLOSED_ON_TIME_PROMISED], per: [CLOSURES], worst: 0, best: 1, weight: 1 }]'),
};

/** A command's own id: each is a command of its own. */
export const nextCommandId = (): string => JSON.stringify(`matrix-${(commands += 1)}`);
