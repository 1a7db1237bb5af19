import type { KnownIds } from './known-ids.js';

/** A question of the root field it is named by; what is in it goes by the caller's scope and `$filter`. */
export interface HallQuestion {
  readonly field: string;
  /** What is told without a filter, and with `($filter: FigureFilterInput)` in front. */
  readonly text: (filter: '' | 'filter: $filter') => string;
}

const ROW = `departmentId departmentName received closures reopenings transfersOut transfersIn buckPasses returns revisits pingPongs recalls firstInquiryCompletions
  suspensionsWithoutWorkingTime reminders warnings { total } satisfaction { rated unrated bad dimensions { name n } } rectifications { opened overdue underWay } rulings { standing }
  processingTime { n total { ms } } holdingTime { n max { ms } } ledger { total { ms } } backlog { open promised { red } byAge { band open } } timeliness { byDueDate { failed } byClosure { late } }`;
const SUMMARY = 'id hallId requestId departmentId officerId firstDepartmentId channel';
const GROUP = 'group { value name }';
const PAGE = 'pageInfo { hasNextPage endCursor }';
const OPENED = `{ totalCount occurrences edges { cursor occurrences node { ${SUMMARY} } } ${PAGE} }`;

const of = (field: string, fixed: string, selection: string): HallQuestion => {
  const withArgs = (filter: string): string => [filter, fixed].filter((one) => one !== '').join(', ');
  return { field, text: (filter) => `${field}${withArgs(filter) === '' ? '' : `(${withArgs(filter)})`} ${selection}` };
};

/** Every question that takes a filter: nobody asks after anything of a hall by name here. */
export const QUESTIONS: readonly HallQuestion[] = [
  of('departmentEfficiency', '', `{ at total { ${ROW} } departments { ${ROW} } }`),
  of('efficiency', 'by: [HALL, OFFICER, CHANNEL]', '{ at totalCount total { figures { received } } edges { cursor node { key { value name } figures { received transfersOut } } } }'),
  of('efficiency', 'by: [DEPARTMENT_TREE, MONTH]', '{ totalCount total { from to figures { received } } edges { node { key { value name } from to figures { received backlog { open } } } } }'),
  of('efficiency', 'by: [SERVICE_ITEM], period: { from: "2026-02-09T00:00:00+08:00", to: "2026-02-16T00:00:00+08:00" }',
    '{ total { figures { received } previousPeriod { figures { received closures } } yearBefore { figures { received } } } }'),
  of('assessment', '', '{ at formulaId total { score { value } } departments { departmentId departmentName score { value } ingredients { key numerator { figure n } denominator { n } } } }'),
  of('serviceRequests', 'figure: RECEIVED', OPENED),
  of('serviceRequests', 'figure: FIRST_INQUIRY_CLOSED_LATE_PROMISED', OPENED),
  of('serviceRequests', 'figure: BACKLOG', OPENED),
  of('backlogOverTime', 'every: WEEK', '{ points { key at backlog { open promised { red } } } }'),
  of('requestStates', 'limit: STATUTORY', `{ totalCount edges { cursor node { id hallId departmentId officerId standing { state dueAt } } } ${PAGE} }`),
  of('warnings', '', `{ totalCount edges { cursor node { id hallId departmentId departmentName officerId limit state } } ${PAGE} }`),
  of('rectifications', '', `{ totalCount edges { cursor node { id hallId departmentId officerId standing measures } } ${PAGE} }`),
  of('rulings', '', `{ totalCount edges { cursor node { id hallId fromDepartmentId toDepartmentId officerId ruledBy reason } } ${PAGE} }`),
  of('flows', '', `{ totalCount maxTransfers total { transfers requests buckPasses } edges { node { fromDepartmentId fromDepartmentName toDepartmentId figures { transfers } } } }`),
  of('flowRequests', 'kind: TRANSFERS', OPENED),
  of('pingPongPairs', '', '{ totalCount pingPongs episodes rounds edges { node { departmentA departmentAName departmentB transfers } } }'),
  of('pingPongEpisodes', '', `{ totalCount edges { cursor departmentA departmentB holders node { ${SUMMARY} } } }`),
  of('transferCycles', '', '{ totalCount times requests edges { node { departmentIds departmentNames times } } }'),
  of('responsibilityVacuum', 'minRequests: 1', '{ totalCount edges { node { serviceItemCode requests score transfers parts { count of } } } }'),
  of('responsibilityVacuumRequests', 'serviceItemCode: "permit", ingredient: PASSED_ON', OPENED),
  of('hotSpots', 'by: [HALL, DEPARTMENT, OFFICER]', `{ totalCount requests edges { node { ${GROUP} state progressStep requests oldestSince } } }`),
  of('stuckRequests', '', `{ totalCount totalWaiting { ms } edges { cursor departmentId officerId node { ${SUMMARY} } } }`),
  of('completionCurves', 'by: [DEPARTMENT]', `{ totalCount total { received closed open } edges { node { ${GROUP} received closed withinLimit { onTime } points { time { ms } } } } }`),
  of('delayLedger', 'by: [DEPARTMENT, OFFICER]', `{ total { ms } byClass { ledgerClass amount { ms } requests } lines { totalCount edges { node { ${GROUP} requests amount { ms } } } } }`),
  of('delayedRequests', '', `{ totalCount total { ms } edges { cursor amount { ms } node { ${SUMMARY} } } }`),
  of('restatements', 'since: { position: "50" }, figures: ["RECEIVED", "TRANSFERS_OUT"]',
    '{ totalCount edges { node { departmentId departmentName figure before { count } after { count } events(first: 50) { totalCount edges { node { type requestId departmentId requests principal source } } } } } }'),
];

/** Every question that names something by its id. */
export const questionsAfter = (ids: Pick<KnownIds, 'departments' | 'requests'> & { readonly hallId: string }): readonly string[] => {
  const { hallId, departments: { intake, planning, licensing }, requests } = ids;
  const idOf = (request: keyof typeof requests): string => `"${hallId}.${requests[request]}"`;
  return [
    ...(['passed', 'open', 'voided', 'parked'] as const).map((name) => `{ serviceRequest(id: ${idOf(name)}) { id completed voided parkedAt channel timeline { type principal officerId } limits { dueAt } holdings { departmentId } } }`),
    ...(['passed', 'open'] as const).map((name) => `{ requestLedger(id: ${idOf(name)}) { id position at intervals { departmentId officerId from until } } }`),
    `{ serviceRequest(id: ${idOf('passed')}, at: "2026-02-10T00:00:00Z") { id } requestLedger(id: ${idOf('passed')}, asKnownAt: { position: "40" }) { id } }`,
    `{ rulings(id: ${idOf('passed')}) { totalCount edges { node { id reason } } } }`,
    `{ rectifications(id: ${idOf('passed')}) { totalCount edges { node { id measures } } } }`,
    `{ flows(from: "${intake}", to: "${planning}") { totalCount total { transfers } maxTransfers } }`,
    `{ flowRequests(from: "${planning}", to: "${licensing}") { totalCount occurrences edges { node { id } } } }`,
    `{ flowRequests(from: "${intake}", to: "${planning}", eitherWay: true) { totalCount } }`,
    `{ pingPongEpisodes(between: ["${intake}", "${planning}"]) { totalCount edges { node { id } } } }`,
    `{ transferCycles(through: "${planning}") { totalCount times } }`,
    `{ transferCycleRequests(departmentIds: ["${intake}", "${planning}", "${licensing}"]) { totalCount edges { node { id } } } }`,
  ];
};

/** One filter for each way to name something of a hall. */
export const filtersAfter = (ids: Omit<KnownIds, 'hallId'> & { readonly hallId: string }): readonly object[] => {
  const { hallId, tree, departments: { intake }, officerId, channel } = ids;
  const foreign = [{ hallIds: [hallId] }, { departmentIds: [intake] }, { departmentTreeIds: [tree] }, { officerIds: [officerId] }, { channels: [channel] }];
  return [...foreign, { or: foreign }, { and: [{ hallIds: [hallId] }, { not: { hallIds: ['west'] } }] }, { or: [{ not: { not: { departmentIds: [intake] } } }] }, { not: { hallIds: [hallId] } }];
};
