import type { AccessScope } from '../../kernel/actor.js';
import type { PseudonymSource, Pseudonyms } from '../../kernel/pseudonyms.js';
import { parentsAt } from './department-parents.js';
import { groupingFrom, type KnownCalendar } from './grouping-of.js';
import type { ReadModelService } from './read-model.service.js';
import { namesTrees, withTreesSpelledOut } from './figures/department-tree.js';
import { isTime, type Dimension, type Grouping } from './figures/dimensions.js';
import type { CalendarPoint, FigureFilter, Scope } from './figures/scope.js';
import { factsSpan } from './facts-span.js';
import { knownOfficers, namesOfficers, officersByPseudonym, withOfficersFound } from './known-officers.js';
import { sightOf, withinSight } from './sight.js';
import { zoneOf } from './zone-of.js';

/** The serving model, or one that was made for a question. */
export type ScopeSource = Pick<ReadModelService, 'position' | 'query' | 'calendars' | 'names'> & { readonly people?: PseudonymSource | undefined };

/** A question as it is asked: the rest is fixed here, once, so that all parts of an answer agree. */
export interface FigureQuestion {
  readonly fromMs: number;
  readonly toMs: number;
  /** The instant open requests are judged at; default: now, or for `asKnownAt` when that was recorded. */
  readonly atMs: number | null;
  readonly asKnownAt: { readonly position: bigint } | { readonly recordedAtMs: number } | null;
  readonly hotPotatoMs: number;
  readonly filter: FigureFilter;
  /** Where whoever asks may look: nothing else is in the answer, whatever the filter. */
  readonly within: AccessScope;
  /** What figures are grouped by; default: by department. */
  readonly by?: readonly Dimension[];
  /** IANA zone of days, weeks and longer; default: the one all calendars are in. */
  readonly zone?: string | null;
  /** Whoever asks knows officers by pseudonyms only: in what is asked, and in what is answered. */
  readonly pseudonymous: boolean;
}

/** @throws QuestionRefused when its groups cannot be told, or are too many. */
export async function scopeOf(service: ScopeSource, question: FigureQuestion, nowMs: number): Promise<Scope> {
  const known = await knownAt(service, question, nowMs);
  return scopeAt(service, question, known.position, question.atMs ?? known.recordedAtMs);
}

/** The same with both times fixed: the log as it stood at `position`, open requests judged at `atMs`. @throws QuestionRefused as above. */
export async function scopeAt(service: ScopeSource, question: FigureQuestion, position: bigint, atMs: number): Promise<Scope> {
  const { fromMs, toMs, hotPotatoMs, by } = question;
  const calendars = calendarsAt(service, position);
  const parents = namesTrees(question.filter) || by?.includes('DEPARTMENT_TREE') === true ? await parentsAt(service, position) : new Map<string, null>();
  const pseudonyms = question.pseudonymous ? await pseudonymsOf(service) : null;
  const sight = sightOf(question.within, service.names.parents);
  const asked = await withOfficersOf(withTreesSpelledOut(question.filter, parents));
  const filter = withinSight(asked, sight);
  const scope: Scope = { ...(pseudonyms && { pseudonyms }), ...(sight && { sight, asked }), position, fromMs, toMs, nowMs: atMs, hotPotatoMs, filter, calendars: calendarPoints(calendars, fromMs, toMs, atMs) };
  if (by === undefined) return scope;
  return { ...scope, grouping: await groupingAt() };

  async function groupingAt(): Promise<Grouping> {
    const timed = by!.some(isTime);
    const zone = timed ? zoneOf(question.zone ?? null, calendars) : 'UTC';
    const span = timed ? await factsSpan(service, scope) : { fromMs, toMs };
    return { ...groupingFrom({ dimensions: by!, zone, ...span, nowMs: atMs, calendars, parents }), ...(pseudonyms && { officer: (id) => pseudonyms.officer(id) }) };
  }

  async function withOfficersOf(asked: FigureFilter): Promise<FigureFilter> {
    if (pseudonyms === null || !namesOfficers(asked)) return asked;
    return withOfficersFound(asked, officersByPseudonym(await knownOfficers(service, service.position() ?? -1n), pseudonyms));
  }
}

/** Without a source of them there is no answer: never the people themselves. */
async function pseudonymsOf({ people }: ScopeSource): Promise<Pseudonyms> {
  if (people === undefined) throw new Error('Pseudonyms are asked for, and there is no source of them.');
  return people.pseudonyms();
}

/** Parked events too: the log knew them, whatever could be made of them. */
const RECORDED = ['events', 'reference_events', 'parked'].map((table) => `SELECT position, recorded_at_ms FROM ${table}`).join(' UNION ALL ');

async function knownAt(service: ScopeSource, { asKnownAt }: FigureQuestion, nowMs: number): Promise<{ position: bigint; recordedAtMs: number }> {
  const latest = service.position() ?? -1n;
  if (asKnownAt === null) return { position: latest, recordedAtMs: nowMs };
  if ('position' in asKnownAt) {
    const position = asKnownAt.position < latest ? asKnownAt.position : latest;
    const [row] = await service.query<{ recorded_at_ms: bigint | null }>(
      `SELECT max(recorded_at_ms) AS recorded_at_ms FROM (${RECORDED}) WHERE position <= $p`, { p: position });
    return { position, recordedAtMs: row?.recorded_at_ms == null ? nowMs : Number(row.recorded_at_ms) };
  }
  const [row] = await service.query<{ position: bigint | null }>(
    `SELECT max(position) AS position FROM (${RECORDED})
     WHERE recorded_at_ms <= $at AND position <= $p`, { at: BigInt(asKnownAt.recordedAtMs), p: latest });
  return { position: row?.position ?? -1n, recordedAtMs: asKnownAt.recordedAtMs };
}

/** Every version known at a position. */
export function calendarsAt(service: ScopeSource, position: bigint): readonly KnownCalendar[] {
  const versions = service.calendars.all(position);
  return versions.map((version) => ({
    ...version, current: !versions.some((other) => other.calendarId === version.calendarId && other.definition.version > version.definition.version),
  }));
}

const calendarPoints = (calendars: readonly KnownCalendar[], fromMs: number, toMs: number, nowMs: number): readonly CalendarPoint[] =>
  calendars.map(({ calendarId, definition, time, current }) => ({
    calendar: calendarId, version: definition.version, current,
    wFrom: time.workingMsUpTo(fromMs), wTo: time.workingMsUpTo(toMs), wNow: time.workingMsUpTo(nowMs),
    wCut: time.workingMsUpTo(Math.min(nowMs, toMs)), dNow: time.workingDaysUpTo(nowMs),
  }));
