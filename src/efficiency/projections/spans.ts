import type { EpochMs } from '../../kernel/instant.js';
import type { RequestHistory, Stay } from './history.js';
import { officerAt } from './officers.js';

export type SpanClass = 'CLOSED' | 'STATUTORY' | 'APPLICANT' | 'HANDOVER' | 'HOLDING';

/** An interval in which holder, officer and class stay the same. OFF_HOURS is its wall clock less its working time. */
export interface Span {
  readonly fromMs: EpochMs;
  readonly untilMs: EpochMs;
  readonly class: SpanClass;
  readonly departmentId: string;
  readonly officerId: string | null;
  /** Index of the stay; for CLOSED the stay that the closure ended. */
  readonly stay: number;
  readonly era: number;
}
/** What holds from the last known change on. */
export type Tail = Omit<Span, 'untilMs'>;

/** The time line from the receipt on, without gap or overlap; empty intervals are left out. */
export function timelineOf(history: RequestHistory): { readonly spans: readonly Span[]; readonly tail: Tail } {
  const instants = changesOf(history);
  const spans: Span[] = [];
  for (let index = 0; index + 1 < instants.length; index += 1) {
    const span = { ...stateAt(history, instants[index]!), untilMs: instants[index + 1]! };
    const previous = spans.at(-1);
    if (previous !== undefined && continues(previous, span)) spans[spans.length - 1] = { ...previous, untilMs: span.untilMs };
    else spans.push(span);
  }
  return { spans, tail: stateAt(history, instants.at(-1)!) };
}

function changesOf(history: RequestHistory): readonly EpochMs[] {
  const current = history.stays.at(-1)!;
  const instants = new Set<EpochMs>([history.lastLifecycleMs]);
  for (const { fromMs } of history.stays) instants.add(fromMs);
  for (const { atMs } of history.closures) instants.add(atMs);
  for (const interval of [...history.suspensions, ...history.handovers]) {
    instants.add(interval.fromMs);
    if (interval.untilMs !== null) instants.add(interval.untilMs);
  }
  for (const mark of history.officers) {
    const ahead = mark.atMs > history.lastLifecycleMs && (current.untilMs !== null || mark.departmentId !== current.departmentId);
    if (mark.atMs >= history.receivedAtMs && !ahead) instants.add(mark.atMs);
  }
  return [...instants].sort((a, b) => a - b);
}

function stateAt(history: RequestHistory, atMs: EpochMs): Tail {
  const closed = history.closures.findIndex((one) => one.atMs <= atMs && (one.reopenedAtMs === null || atMs < one.reopenedAtMs));
  const stay = lastIndexBefore(history.stays, atMs);
  const holding = history.stays[stay]!;
  const base = { fromMs: atMs, departmentId: holding.departmentId, stay, era: holding.era };
  if (closed >= 0) return { ...base, class: 'CLOSED', officerId: null };
  return { ...base, class: openClassAt(history, atMs), officerId: officerAt(history, holding, atMs) };
}

function openClassAt(history: RequestHistory, atMs: EpochMs): SpanClass {
  const covers = (one: { fromMs: EpochMs; untilMs: EpochMs | null }) => one.fromMs <= atMs && (one.untilMs === null || atMs < one.untilMs);
  const suspension = history.suspensions.find(covers);
  if (suspension !== undefined) return suspension.cause;
  return history.handovers.some(covers) ? 'HANDOVER' : 'HOLDING';
}

/** The latest stay that has begun: at equal instants the later one in the log. */
function lastIndexBefore(stays: readonly Stay[], atMs: EpochMs): number {
  let index = stays.length - 1;
  while (index > 0 && stays[index]!.fromMs > atMs) index -= 1;
  return index;
}

const continues = (a: Span, b: Span): boolean =>
  a.class === b.class && a.stay === b.stay && a.officerId === b.officerId && a.departmentId === b.departmentId;
