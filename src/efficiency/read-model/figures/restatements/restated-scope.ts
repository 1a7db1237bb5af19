import { scopeAt, type FigureQuestion, type ScopeSource } from '../../scope-of.js';
import { QuestionRefused } from '../question-refused.js';
import { EVER_MS, type FigureFilter, type Scope } from '../scope.js';
import { BY_VERSION } from './told-facts.js';
import { eraAt, type Span } from './touched-versions.js';

const CALENDAR_CHANGES_MAX = 50;

/** The same question of the log as it stood at two positions, open requests judged at the same instant. */
export interface Sides {
  readonly before: Scope;
  readonly after: Scope;
}

/** Conditions on what became of a request, whenever that was: with one of them no fact is too late to matter. */
const OF_ITS_COURSE = ['outcomes', 'promisedDueAt', 'statutoryDueAt', 'transfers'] as const;
const asksItsCourse = (filter: FigureFilter): boolean => OF_ITS_COURSE.some((name) => filter[name] !== undefined)
  || [...(filter.and ?? []), ...(filter.or ?? []), ...(filter.not === undefined ? [] : [filter.not])].some(asksItsCourse);

/** @throws QuestionRefused when too many calendars changed in between. */
export function spanOf(source: ScopeSource, { before, after }: Sides): Span {
  const calendarChanges = source.calendars.all(after.position)
    .filter(({ position, definition }) => position > before.position && definition.version > 1)
    .map(({ calendarId, position }) => ({ calendarId, position })).sort((a, b) => (a.position < b.position ? -1 : 1));
  if (calendarChanges.length > CALENDAR_CHANGES_MAX) throw tooManyCalendars();
  const horizonMs = asksItsCourse(before.filter) ? EVER_MS : BigInt(Math.max(before.toMs, before.nowMs + 1));
  return { since: before.position, until: after.position, horizonMs, calendarChanges, sight: after.sight };
}

/** The question over versions: each with the working time of the calendars as they stood at its position. */
export async function toldScope(source: ScopeSource, question: FigureQuestion, { after }: Sides, span: Span): Promise<Scope> {
  const { by: _by, ...plain } = question;
  const positions = [...new Set([span.since, ...span.calendarChanges.map(({ position }) => position)])];
  const eras = await Promise.all(positions.map(async (position) => (await scopeAt(source, plain, position, after.nowMs)).calendars
    .map((point) => ({ ...point, calendar: `${point.calendar}#${eraAt(span, position)}` }))));
  return { ...after, calendars: eras.flat(), grouping: BY_VERSION };
}

const tooManyCalendars = (): QuestionRefused => new QuestionRefused(
  'TOO_MANY_CALENDAR_CHANGES', `Calendars changed more than ${CALENDAR_CHANGES_MAX} times in between: ask from a later position, or up to an earlier one.`,
  `期间工作日历变更超过 ${CALENDAR_CHANGES_MAX} 次：请改用更晚的起始位置或更早的截止位置。`);
