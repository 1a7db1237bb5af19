import type { ServiceRequestEventType } from '../../service-request/domain/events.js';
import { RawCounter, type RawFigures } from '../derivation/raw-figures.js';
import type { ReadyCase } from '../preparing/ready-case.js';
import { describeRefusal } from './import-refusal.js';
import type { StepOutcome } from './send-case.js';

export interface EventCounts {
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly refused: number;
}
export interface RefusalCount {
  readonly what: string;
  readonly event: ServiceRequestEventType;
  readonly code: string;
  readonly count: number;
}

const NONE: EventCounts = { recorded: 0, alreadyRecorded: 0, refused: 0 };
const FIELD = { recorded: 'recorded', 'already-recorded': 'alreadyRecorded', refused: 'refused' } as const;

/** Counts what became of everything an import read. */
export class Tally {
  cases = 0;
  rows = 0;
  unchangedRows = 0;
  readonly total: { -readonly [K in keyof EventCounts]: number } = { ...NONE };
  private readonly rawCounter = new RawCounter();
  private readonly byType = new Map<ServiceRequestEventType, { -readonly [K in keyof EventCounts]: number }>();
  private readonly refusedBy = new Map<string, RefusalCount>();
  private readonly problemsBy = new Map<string, number>();

  read({ rows, unreadable, raw, found, begins = true }: ReadyCase): void {
    this.cases += begins ? 1 : 0;
    this.rows += rows;
    for (const { code } of unreadable) this.problemsBy.set(code, (this.problemsBy.get(code) ?? 0) + 1);
    if (raw !== null) this.rawCounter.add(raw);
    this.unchangedRows += found?.unchangedRows ?? 0;
  }

  settled({ step: { event }, status, refusal }: StepOutcome): void {
    this.countsOf(event)[FIELD[status]] += 1;
    this.total[FIELD[status]] += 1;
    if (refusal === null) return;
    const what = describeRefusal(event, refusal.code);
    const before = this.refusedBy.get(`${event} ${refusal.code}`)?.count ?? 0;
    this.refusedBy.set(`${event} ${refusal.code}`, { what, event, code: refusal.code, count: before + 1 });
  }

  private countsOf(event: ServiceRequestEventType): { -readonly [K in keyof EventCounts]: number } {
    const found = this.byType.get(event);
    if (found !== undefined) return found;
    const counts = { ...NONE };
    this.byType.set(event, counts);
    return counts;
  }

  get raw(): RawFigures {
    return this.rawCounter.figures;
  }

  get events(): Readonly<Partial<Record<ServiceRequestEventType, EventCounts>>> {
    return Object.fromEntries(this.byType);
  }

  get refusals(): readonly RefusalCount[] {
    return [...this.refusedBy.values()].sort((a, b) => b.count - a.count);
  }

  /** Rows that could not be read, by code. */
  get problems(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.problemsBy);
  }
}
