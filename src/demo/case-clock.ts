import { toIso, type EpochMs } from '../kernel/instant.js';
import type { LimitKind, SuspensionCause } from '../service-request/domain/events.js';
import { dueOf } from '../working-time/due.js';
import type { ClockHistory, Limit } from '../working-time/limit.js';
import type { WorkingCalendar } from '../working-time/working-calendar.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Suspension = Mutable<ClockHistory['suspensions'][number]>;
type Extension = ClockHistory['extensions'][number];

/** What the plan knows about a request's limits: it aims closures at due instants, before or after. */
export class CaseClock {
  acceptedMs: EpochMs | null = null;
  private readonly suspensions: Suspension[] = [];
  private readonly extensions: Readonly<Record<LimitKind, Extension[]>> = { PROMISED: [], STATUTORY: [] };

  constructor(
    private readonly receivedMs: EpochMs,
    readonly limits: Readonly<Record<LimitKind, Limit | null>>,
    private readonly clockStart: 'RECEIPT' | 'ACCEPTANCE',
    private readonly time: WorkingCalendar,
  ) {}

  get stopped(): boolean {
    return this.suspensions.at(-1)?.untilMs === null;
  }

  stop(cause: SuspensionCause | 'CLOSED', atMs: EpochMs): void {
    this.suspensions.push({ fromMs: atMs, untilMs: null, cause });
  }

  goOn(atMs: EpochMs): void {
    const running = this.suspensions.at(-1);
    if (running?.untilMs === null) running.untilMs = atMs;
  }

  /** For an explicit instant the amount is whole days after the due instant. */
  extend(limit: LimitKind, amount: number, atMs: EpochMs): { readonly amount: number } | { readonly dueAt: string } {
    const dueMs = this.dueMs(limit);
    const instant = this.limits[limit]?.unit === 'INSTANT' && dueMs !== null;
    const by = instant ? { dueAt: toIso(dueMs + amount * 86_400_000) } : { amount };
    this.extensions[limit].push({ atMs, ...by });
    return by;
  }

  /** Null without such a limit, and while a suspension that counts is running. */
  dueMs(limit: LimitKind): EpochMs | null {
    const terms = this.limits[limit];
    if (!terms) return null;
    const startMs = this.clockStart === 'ACCEPTANCE' ? (this.acceptedMs ?? this.receivedMs) : this.receivedMs;
    return dueOf(terms, { startMs, suspensions: this.suspensions, extensions: this.extensions[limit] }, this.time).dueMs;
  }
}
