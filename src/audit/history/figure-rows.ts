import type { CalendarVersions } from '../../efficiency/projections/calendars.js';
import { factsOf } from '../../efficiency/projections/facts-of.js';
import { NO_FACTS, type Facts, type Row } from '../../efficiency/projections/facts.js';
import { isCompleted } from '../../efficiency/projections/history.js';
import { closureRows } from './closure-rows.js';
import { type FigureRow, rowOf } from './figure-row.js';
import { transferRows } from './transfer-rows.js';
import type { Standing } from './walk.js';

/** Everything that was true of a request, follow-ups included. */
export function factsAt({ history, warnings, rectifications, completions, knownAt }: Standing, versions: CalendarVersions): Facts {
  if (history === null || history.voided) return NO_FACTS;
  return { ...factsOf(history, versions, knownAt), warnings, rectifications, rectificationCompletions: completions };
}

/**
 * Every figure that counts something of these facts. What depends on the instant of the question is left out: how an open request
 * stands by its due date, and whether a rectification under way is overdue.
 */
export function figureRowsOf(facts: Facts, { history }: Pick<Standing, 'history'>): readonly FigureRow[] {
  if (history === null || facts.receipts.length === 0) return [];
  return [
    ...facts.receipts.map((row, key) => rowOf('RECEIVED', 'receipts', key, row, [row.atMs])),
    ...(isCompleted(history) ? [] : facts.tails.map((row, key) => rowOf('BACKLOG', 'tails', key, row, [null]))),
    ...closureRows(facts, isCompleted(history)),
    ...facts.reopenings.map((row, key) => rowOf('REOPENINGS', 'reopenings', key, { department: row.department }, [row.atMs])),
    ...facts.firstInquiryCompletions.map((row, key) => rowOf('FIRST_INQUIRY_COMPLETIONS', 'firstInquiryCompletions', key, { department: row.department }, [row.atMs])),
    ...transferRows(facts),
    ...facts.recalls.map((row, key) => rowOf('RECALLS', 'recalls', key, { department: row.department }, [row.atMs])),
    ...facts.holdings.map((row, key) => rowOf('HOLDING_TIME', 'holdings', key, row, [row.atMs, row.holdingMs])),
    ...facts.suspensions.flatMap((row, key) =>
      (row.movedDue === true && row.workingMs === 0 ? [rowOf('SUSPENSIONS_WITHOUT_WORKING_TIME', 'suspensions', key, { department: row.department }, [row.atMs])] : [])),
    ...facts.reminders.map((row, key) => rowOf('REMINDERS', 'reminders', key, row, [row.atMs])),
    ...facts.ratings.flatMap((row, key) => ['RATED', `RATED_${row.score}`, ...((row.score ?? 5) <= 2 ? ['RATED_BAD'] : [])]
      .map((figure) => rowOf(figure, 'ratings', key, row, [row.atMs]))),
    ...facts.rulings.flatMap((row, key) => (row.stands === true ? ['RULINGS', `RULINGS_${row.verdict}`] : [])
      .map((figure) => rowOf(figure, 'rulings', key, row, [row.atMs]))),
    ...facts.warnings.flatMap((row, key) => ['WARNINGS', `WARNINGS_${row.state}_${row.limitKind}`].map((figure) => rowOf(figure, 'warnings', key, row, [row.atMs]))),
    ...rectificationRows(facts),
  ];
}

/** Whose it is stands in the rating that opened it, and goes with that. */
function rectificationRows({ rectifications, rectificationCompletions, ratings }: Facts): readonly FigureRow[] {
  return rectifications.flatMap((row, key) => {
    const rating = ratings.find(({ closure }) => closure === row.closure);
    if (rating === undefined) return [];
    const of = (figure: string, valueMs: number | null = null): FigureRow => rowOf(figure, 'rectifications', key, rating, [row.atMs, valueMs]);
    const done = rectificationCompletions.find(({ closure }) => closure === row.closure);
    return [of('RECTIFICATIONS_OPENED'), ...(done === undefined ? [] : doneRows(row, done, of))];
  });
}

function doneRows(opened: Row<'rectifications'>, done: Row<'rectificationCompletions'>, of: (figure: string, valueMs?: number) => FigureRow): FigureRow[] {
  const onTime = done.atMs! <= opened.dueMs!;
  return [of(onTime ? 'RECTIFICATIONS_DONE_ON_TIME' : 'RECTIFICATIONS_DONE_LATE'), of('RECTIFICATION_TIME', done.atMs! - opened.atMs!)];
}
