/**
 * One place per figure: who is charged or credited (`department`, `officer`), when (`at_ms`), with which amount (`value`, ms).
 * Counting the rows gives the figure; listing them opens it. Parameters: $p position, $now_ms, $hot_ms hot-potato threshold.
 */
const closures = (columns: string, where = 'TRUE') => `SELECT request, ${columns} FROM live_closures($p) WHERE ${where}`;
const byClosure = (limit: 'promised' | 'statutory', state: string) => closures('department, officer, at_ms, NULL AS value', `${limit} = '${state}'`);
const byFirstInquiry = (limit: 'promised' | 'statutory', state: string) =>
  closures('first_department AS department, NULL AS officer, at_ms, NULL AS value', `${limit} = '${state}'`);
const sent = (where = 'TRUE') => `SELECT request, from_department AS department, officer, at_ms, NULL AS value FROM live_transfers($p) WHERE ${where}`;
const due = (limit: 'PROMISED' | 'STATUTORY', credit: 'department' | 'first_department', standing: string) =>
  `SELECT request, ${credit} AS department, officer, at_ms, NULL AS value FROM due_standing($p, $now_ms) WHERE limit_kind = '${limit}' AND standing = '${standing}'`;

const RAW_BUCK_PASS = '(is_refusal OR NOT planned)';

export const COUNTED = {
  RECEIVED: 'SELECT request, department, officer, at_ms, NULL AS value FROM live_receipts($p)',
  CLOSURES: closures('department, officer, at_ms, NULL AS value'),
  REOPENINGS: 'SELECT request, department, NULL AS officer, at_ms, NULL AS value FROM live_reopenings($p)',
  TRANSFERS_OUT: sent(),
  TRANSFERS_IN: 'SELECT request, to_department AS department, NULL AS officer, at_ms, NULL AS value FROM live_transfers($p)',
  PLANNED_TRANSFERS: sent('planned'),
  BUCK_PASSES: sent(`CASE ruling WHEN 'BUCK_PASSING' THEN TRUE WHEN 'JUSTIFIED' THEN FALSE ELSE ${RAW_BUCK_PASS} END`),
  BUCK_PASSES_BEFORE_RULINGS: sent(RAW_BUCK_PASS),
  RETURNS: sent('is_return'),
  PING_PONGS: sent('is_ping_pong'),
  HOT_POTATOES: sent('NOT planned AND NOT is_refusal AND held_ms < $hot_ms AND progress = 0'),
  REFUSALS: sent('is_refusal'),
  RECALLS: 'SELECT request, department, NULL AS officer, at_ms, NULL AS value FROM live_recalls($p)',
  FIRST_INQUIRY_COMPLETIONS: 'SELECT request, department, NULL AS officer, at_ms, NULL AS value FROM live_first_inquiry_completions($p)',
  CLOSED_ON_TIME_PROMISED: byClosure('promised', 'ON_TIME'),
  CLOSED_LATE_PROMISED: byClosure('promised', 'LATE'),
  CLOSED_WITHOUT_PROMISED_LIMIT: byClosure('promised', 'NO_LIMIT'),
  CLOSED_ON_TIME_STATUTORY: byClosure('statutory', 'ON_TIME'),
  CLOSED_LATE_STATUTORY: byClosure('statutory', 'LATE'),
  CLOSED_WITHOUT_STATUTORY_LIMIT: byClosure('statutory', 'NO_LIMIT'),
  FIRST_INQUIRY_CLOSED_ON_TIME_PROMISED: byFirstInquiry('promised', 'ON_TIME'),
  FIRST_INQUIRY_CLOSED_LATE_PROMISED: byFirstInquiry('promised', 'LATE'),
  FIRST_INQUIRY_CLOSED_WITHOUT_PROMISED_LIMIT: byFirstInquiry('promised', 'NO_LIMIT'),
  FIRST_INQUIRY_CLOSED_ON_TIME_STATUTORY: byFirstInquiry('statutory', 'ON_TIME'),
  FIRST_INQUIRY_CLOSED_LATE_STATUTORY: byFirstInquiry('statutory', 'LATE'),
  FIRST_INQUIRY_CLOSED_WITHOUT_STATUTORY_LIMIT: byFirstInquiry('statutory', 'NO_LIMIT'),
  DUE_DONE_ON_TIME_PROMISED: due('PROMISED', 'department', 'DONE_ON_TIME'),
  DUE_FAILED_PROMISED: due('PROMISED', 'department', 'FAILED'),
  DUE_NOT_YET_PROMISED: due('PROMISED', 'department', 'NOT_YET_DUE'),
  DUE_SUSPENDED_PROMISED: due('PROMISED', 'department', 'SUSPENDED'),
  DUE_DONE_ON_TIME_STATUTORY: due('STATUTORY', 'department', 'DONE_ON_TIME'),
  DUE_FAILED_STATUTORY: due('STATUTORY', 'department', 'FAILED'),
  DUE_NOT_YET_STATUTORY: due('STATUTORY', 'department', 'NOT_YET_DUE'),
  DUE_SUSPENDED_STATUTORY: due('STATUTORY', 'department', 'SUSPENDED'),
  FIRST_INQUIRY_DUE_DONE_ON_TIME_PROMISED: due('PROMISED', 'first_department', 'DONE_ON_TIME'),
  FIRST_INQUIRY_DUE_FAILED_PROMISED: due('PROMISED', 'first_department', 'FAILED'),
  FIRST_INQUIRY_DUE_NOT_YET_PROMISED: due('PROMISED', 'first_department', 'NOT_YET_DUE'),
  FIRST_INQUIRY_DUE_SUSPENDED_PROMISED: due('PROMISED', 'first_department', 'SUSPENDED'),
  FIRST_INQUIRY_DUE_DONE_ON_TIME_STATUTORY: due('STATUTORY', 'first_department', 'DONE_ON_TIME'),
  FIRST_INQUIRY_DUE_FAILED_STATUTORY: due('STATUTORY', 'first_department', 'FAILED'),
  FIRST_INQUIRY_DUE_NOT_YET_STATUTORY: due('STATUTORY', 'first_department', 'NOT_YET_DUE'),
  FIRST_INQUIRY_DUE_SUSPENDED_STATUTORY: due('STATUTORY', 'first_department', 'SUSPENDED'),
} as const;

/** Figures that are distributions of an amount. */
export const MEASURED = {
  PROCESSING_TIME: closures('department, officer, at_ms, processing_ms AS value'),
  LEAD_TIME: closures('department, officer, at_ms, lead_ms AS value'),
  HOLDING_TIME: 'SELECT request, department, officer, at_ms, holding_ms AS value FROM live_holdings($p)',
} as const;

/** Open at the instant $now_ms, whatever the period. */
export const STANDING = {
  BACKLOG: 'SELECT request, department, officer, $now_ms AS at_ms, NULL AS value FROM open_at($p, $now_ms)',
} as const;

export type CountedFigure = keyof typeof COUNTED;
export type MeasuredFigure = keyof typeof MEASURED;
export type Figure = CountedFigure | MeasuredFigure | keyof typeof STANDING;
export const RELATIONS: Readonly<Record<Figure, string>> = { ...COUNTED, ...MEASURED, ...STANDING };
