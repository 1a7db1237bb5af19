/**
 * One place per figure: out of which facts (`source`), which of them (`where`), charged or credited to whom (`department`,
 * `officer`). Counting the rows gives the figure; listing them opens it.
 * Parameters: $p position, $now_ms, $hot_ms hot-potato threshold.
 */
export interface FigureDefinition {
  readonly source: Source;
  readonly where: string;
  readonly department: string;
  readonly officer: string;
  /** Milliseconds, of a figure that is a distribution. */
  readonly value?: string;
}

export const SOURCES = {
  receipts: 'live_receipts($p)',
  closures: 'live_closures($p)',
  reopenings: 'live_reopenings($p)',
  transfers: 'live_transfers($p)',
  recalls: 'live_recalls($p)',
  suspensions: 'live_suspensions($p)',
  holdings: 'live_holdings($p)',
  firstInquiry: 'live_first_inquiry_completions($p)',
  due: 'due_standing($p, $now_ms)',
  warnings: '(SELECT * FROM live_warnings($p) SEMI JOIN live_receipts($p) USING (request))',
  reminders: 'live_reminders($p)',
  ratings: 'live_ratings($p)',
  unrated: 'unrated_closures($p)',
  rulings: 'live_rulings($p)',
  rectifications: 'rectifications_at($p, $now_ms)',
  rectified: '(SELECT * FROM rectifications_at($p, $now_ms) WHERE completed_at_ms IS NOT NULL)',
  open: '(SELECT *, $now_ms AS at_ms FROM open_at($p, $now_ms))',
} as const;
export type Source = keyof typeof SOURCES;

const of = (source: Source, where = 'TRUE', department = 'department', officer = 'officer'): FigureDefinition => ({ source, where, department, officer });
const sent = (where: string): FigureDefinition => of('transfers', where, 'from_department');
const closed = (limit: 'promised' | 'statutory', state: string): FigureDefinition => of('closures', `${limit} = '${state}'`);
const due = (limit: 'PROMISED' | 'STATUTORY', standing: string): FigureDefinition => of('due', `limit_kind = '${limit}' AND standing = '${standing}'`);
const RAW_BUCK_PASS = '(is_refusal OR NOT planned)';
const RULED_BUCK_PASS = `CASE ruling WHEN 'BUCK_PASSING' THEN TRUE WHEN 'JUSTIFIED' THEN FALSE ELSE ${RAW_BUCK_PASS} END`;

const TIMELINESS = {
  CLOSED_ON_TIME_PROMISED: closed('promised', 'ON_TIME'),
  CLOSED_LATE_PROMISED: closed('promised', 'LATE'),
  CLOSED_WITHOUT_PROMISED_LIMIT: closed('promised', 'NO_LIMIT'),
  CLOSED_ON_TIME_STATUTORY: closed('statutory', 'ON_TIME'),
  CLOSED_LATE_STATUTORY: closed('statutory', 'LATE'),
  CLOSED_WITHOUT_STATUTORY_LIMIT: closed('statutory', 'NO_LIMIT'),
  DUE_DONE_ON_TIME_PROMISED: due('PROMISED', 'DONE_ON_TIME'),
  DUE_FAILED_PROMISED: due('PROMISED', 'FAILED'),
  DUE_NOT_YET_PROMISED: due('PROMISED', 'NOT_YET_DUE'),
  DUE_SUSPENDED_PROMISED: due('PROMISED', 'SUSPENDED'),
  DUE_DONE_ON_TIME_STATUTORY: due('STATUTORY', 'DONE_ON_TIME'),
  DUE_FAILED_STATUTORY: due('STATUTORY', 'FAILED'),
  DUE_NOT_YET_STATUTORY: due('STATUTORY', 'NOT_YET_DUE'),
  DUE_SUSPENDED_STATUTORY: due('STATUTORY', 'SUSPENDED'),
} as const;

type Credited = { [F in keyof typeof TIMELINESS as `FIRST_INQUIRY_${F}`]: FigureDefinition };
/** The same, credited to the department that took the request first; whose officer that was is not the question there. */
const creditedToFirst = Object.fromEntries(Object.entries(TIMELINESS).map(([name, definition]) =>
  [`FIRST_INQUIRY_${name}`, { ...definition, department: 'first_department', officer: 'CAST(NULL AS VARCHAR)' }])) as Credited;

const warned = (limit: 'PROMISED' | 'STATUTORY', state: 'YELLOW' | 'RED'): FigureDefinition => of('warnings', `limit_kind = '${limit}' AND state = '${state}'`);
/** By the instant they were raised or issued, charged to who was warned or reminded. */
const SUPERVISION = {
  WARNINGS: of('warnings'),
  WARNINGS_YELLOW_PROMISED: warned('PROMISED', 'YELLOW'),
  WARNINGS_RED_PROMISED: warned('PROMISED', 'RED'),
  WARNINGS_YELLOW_STATUTORY: warned('STATUTORY', 'YELLOW'),
  WARNINGS_RED_STATUTORY: warned('STATUTORY', 'RED'),
  REMINDERS: of('reminders'),
} as const;

/** A rating by that of its closure, a rectification by that of its opening. */
const SATISFACTION = {
  RATED: of('ratings'),
  UNRATED: of('unrated'),
  RATED_BAD: of('ratings', 'score <= 2'),
  RATED_1: of('ratings', 'score = 1'),
  RATED_2: of('ratings', 'score = 2'),
  RATED_3: of('ratings', 'score = 3'),
  RATED_4: of('ratings', 'score = 4'),
  RATED_5: of('ratings', 'score = 5'),
  RECTIFICATIONS_OPENED: of('rectifications'),
  RECTIFICATIONS_DONE_ON_TIME: of('rectifications', "standing = 'DONE_ON_TIME'"),
  RECTIFICATIONS_DONE_LATE: of('rectifications', "standing = 'DONE_LATE'"),
  RECTIFICATIONS_OVERDUE: of('rectifications', "standing = 'OVERDUE'"),
  RECTIFICATIONS_UNDER_WAY: of('rectifications', "standing = 'UNDER_WAY'"),
} as const;

/** Of several rulings on one transfer only the last one counts. */
const RULINGS = {
  RULINGS: of('rulings', 'stands'),
  RULINGS_JUSTIFIED: of('rulings', "stands AND verdict = 'JUSTIFIED'"),
  RULINGS_BUCK_PASSING: of('rulings', "stands AND verdict = 'BUCK_PASSING'"),
} as const;

export const COUNTED = {
  RECEIVED: of('receipts'),
  CLOSURES: of('closures'),
  REOPENINGS: of('reopenings', 'TRUE', 'department', 'CAST(NULL AS VARCHAR)'),
  TRANSFERS_OUT: sent('TRUE'),
  TRANSFERS_IN: of('transfers', 'TRUE', 'to_department', 'CAST(NULL AS VARCHAR)'),
  PLANNED_TRANSFERS: sent('planned'),
  BUCK_PASSES: sent(RULED_BUCK_PASS),
  BUCK_PASSES_BEFORE_RULINGS: sent(RAW_BUCK_PASS),
  RETURNS: sent('is_return'),
  REVISITS: of('transfers', 'is_return', 'to_department', 'CAST(NULL AS VARCHAR)'),
  PING_PONGS: sent('is_ping_pong'),
  HOT_POTATOES: sent('NOT planned AND NOT is_refusal AND held_ms < $hot_ms AND progress = 0'),
  REFUSALS: sent('is_refusal'),
  RECALLS: of('recalls', 'TRUE', 'department', 'CAST(NULL AS VARCHAR)'),
  SUSPENSIONS_WITHOUT_WORKING_TIME: of('suspensions', 'moved_due AND working_ms = 0', 'department', 'CAST(NULL AS VARCHAR)'),
  FIRST_INQUIRY_COMPLETIONS: of('firstInquiry', 'TRUE', 'department', 'CAST(NULL AS VARCHAR)'),
  ...SUPERVISION,
  ...SATISFACTION,
  ...RULINGS,
  ...TIMELINESS,
  ...creditedToFirst,
} as const;

/** Figures that are distributions of an amount. */
export const MEASURED = {
  PROCESSING_TIME: { ...of('closures'), value: 'processing_ms' },
  LEAD_TIME: { ...of('closures'), value: 'lead_ms' },
  HOLDING_TIME: { ...of('holdings'), value: 'holding_ms' },
  RECTIFICATION_TIME: { ...of('rectified'), value: 'taken_ms' },
} as const;

/** Open at the instant $now_ms, whatever the period. */
export const STANDING = { BACKLOG: of('open') } as const;

export type CountedFigure = keyof typeof COUNTED;
export type MeasuredFigure = keyof typeof MEASURED;
export type Figure = CountedFigure | MeasuredFigure | keyof typeof STANDING;
export const FIGURES: Readonly<Record<Figure, FigureDefinition>> = { ...COUNTED, ...MEASURED, ...STANDING };
