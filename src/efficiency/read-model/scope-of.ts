import type { ReadModelService } from './read-model.service.js';
import type { CalendarPoint, FigureFilter, Scope } from './figures/scope.js';

/** The serving model, or one that was made for a question. */
export type ScopeSource = Pick<ReadModelService, 'position' | 'query' | 'calendars' | 'names'>;

/** A question as it is asked: the rest is fixed here, once, so that all parts of an answer agree. */
export interface FigureQuestion {
  readonly fromMs: number;
  readonly toMs: number;
  /** The instant open requests are judged at; default: now, or for `asKnownAt` when that was recorded. */
  readonly atMs: number | null;
  readonly asKnownAt: { readonly position: bigint } | { readonly recordedAtMs: number } | null;
  readonly hotPotatoMs: number;
  readonly filter: FigureFilter;
}

export async function scopeOf(service: ScopeSource, question: FigureQuestion, nowMs: number): Promise<Scope> {
  const known = await knownAt(service, question, nowMs);
  const atMs = question.atMs ?? known.recordedAtMs;
  const { fromMs, toMs, hotPotatoMs, filter } = question;
  return { position: known.position, fromMs, toMs, nowMs: atMs, hotPotatoMs, filter, calendars: calendarPoints(service, known.position, fromMs, toMs, atMs) };
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

function calendarPoints(service: ScopeSource, position: bigint, fromMs: number, toMs: number, nowMs: number): readonly CalendarPoint[] {
  const versions = service.calendars.all(position);
  return versions.map(({ calendarId, definition, time }) => ({
    calendar: calendarId, version: definition.version,
    current: !versions.some((other) => other.calendarId === calendarId && other.definition.version > definition.version),
    wFrom: time.workingMsUpTo(fromMs), wTo: time.workingMsUpTo(toMs), wNow: time.workingMsUpTo(nowMs),
    wCut: time.workingMsUpTo(Math.min(nowMs, toMs)), dNow: time.workingDaysUpTo(nowMs),
  }));
}
