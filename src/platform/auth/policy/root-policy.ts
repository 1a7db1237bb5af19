/**
 * How the halls and departments of whoever asks hold at a door. Whose roles it opens to is said beside its handler, by `@Roles`.
 *
 * - `question`: what is answered is cut to them, as if the rest had never been recorded.
 * - `request`: names one thing by its id; a foreign one is answered like one that is not there.
 * - `command`: records in a hall, for a department: refused for others before anything is looked at.
 * - `installation`: about all halls alike, so only for whoever is held to none; the guard sees to it.
 * - `own`: about whoever asks, or what it made itself; what others made is answered like what is not there.
 * - `unscoped`: tells of no hall.
 * - `local`: tells of no hall, and only this machine is told without a token; others as administrators.
 */
export type Held = 'question' | 'request' | 'command' | 'installation' | 'own' | 'unscoped' | 'local';

const all = (held: Held, names: string): Readonly<Record<string, Held>> => Object.fromEntries(names.split(' ').map((name) => [name, held]));
const of = (root: 'Query' | 'Mutation' | 'Subscription', held: Held, names: string) => all(held, names.split(' ').map((name) => `${root}.${name}`).join(' '));

/** Every route, as `GET /path`, and every field of the roots, as `Query.name`. A door that is not here is shut. */
export const ROOT_POLICY: Readonly<Record<string, Held>> = {
  'POST /events': 'command',
  'GET /exports/:name': 'question',
  'GET /receipts/:id': 'request', 'GET /erasures/:pseudonym': 'request',
  'GET /health/live': 'unscoped', 'GET /health/ready': 'unscoped', 'GET /metrics': 'local',
  'GET /graphiql': 'unscoped', 'GET /graphiql/:name': 'unscoped',

  ...of('Query', 'own', 'viewer whatIf'),
  ...of('Query', 'request', 'serviceRequest requestHistory requestLedger'),
  ...of('Query', 'request', 'erasureCertificate'),
  ...of('Mutation', 'command', 'eraseApplicant'),
  ...of('Query', 'question', 'assessment backlogOverTime completionCurves delayLedger delayedRequests departmentEfficiency efficiency flowRequests flows historySearch hotSpots'),
  ...of('Query', 'question', 'parkedRequests pingPongEpisodes pingPongPairs rectifications requestStates responsibilityVacuum responsibilityVacuumRequests'),
  ...of('Query', 'question', 'restatements rulings serviceRequests stuckRequests transferCycleRequests transferCycles warnings'),
  ...of('Query', 'question', 'terminals'),

  ...of('Query', 'installation', 'treeHeads latestTreeHead consistencyProof'),

  ...of('Mutation', 'own', 'startWhatIf cancelWhatIf'),
  ...of('Mutation', 'command', 'acceptRequest acceptTransfer assignOfficer completeRectification completeRequest extendLimit issueReminder rateRequest recallTransfer'),
  ...of('Mutation', 'command', 'receiveRequest recordProgress refuseTransfer reopenRequest resumeRequest ruleTransfer suspendRequest transferRequest voidRequest'),
  ...of('Mutation', 'command', 'registerTerminal rotateTerminalCredential moveTerminal revokeTerminal'),
  ...of('Mutation', 'installation', 'putAssessmentFormula putCalendar putServiceItem registerDepartment registerOfficer'),

  ...of('Subscription', 'unscoped', 'projectionAdvanced'),
  ...of('Subscription', 'request', 'requestChanged'),
  ...of('Subscription', 'question', 'reminderIssued warningRaised'),
};
