import { noFigures, type Count, type Figures } from './figures.js';
import { hopsOf, type Hop } from './hops.js';
import type { PlannedClosure, PlannedStay, RequestTruth, SimulatedRequest, Timeliness } from './plan.js';

/** The figures that a hall with these requests must show, by the plan alone. */
export interface DemoTruth {
  /** Without the voided ones. */
  readonly requests: number;
  readonly voided: number;
  readonly totals: Readonly<Figures>;
  readonly departments: Readonly<Record<string, Readonly<Figures>>>;
  /** Ping-pongs by unordered pair, 'a|b' in code point order. */
  readonly pingPongPairs: Readonly<Record<string, number>>;
}

const FIRST_INQUIRY_MS = 15 * 24 * 3_600_000;

export function truthOf(requests: Iterable<Pick<SimulatedRequest, 'truth'>>): DemoTruth {
  const book = new Book();
  for (const { truth } of requests) book.enter(truth);
  return book;
}

class Book implements DemoTruth {
  requests = 0;
  voided = 0;
  readonly totals = noFigures();
  readonly departments: Record<string, Figures> = {};
  readonly pingPongPairs: Record<string, number> = {};

  enter(truth: RequestTruth): void {
    if (truth.voided) {
      this.voided += 1;
      return;
    }
    this.requests += 1;
    const hops = hopsOf(truth);
    this.add(truth.stays[0]!.departmentId, 'received');
    for (const hop of hops) this.enterHop(hop);
    this.enterStays(truth.stays);
    this.enterClosures(truth);
    const last = truth.stays.at(-1)!;
    if (last.end?.kind !== 'CLOSURE') this.add(last.departmentId, 'open');
    if (hops.length === 0 && stoodAtFirst(truth)) this.add(truth.stays[0]!.departmentId, 'firstInquiryCompletions');
  }

  private enterHop(hop: Hop): void {
    this.add(hop.to, 'transfersIn');
    const marks: readonly [Count, boolean][] = [
      ['transfersOut', true], ['planned', hop.planned], ['refusals', hop.refusal], ['buckPasses', hop.buckPass],
      ['buckPassesAfterRulings', hop.buckPassAfterRulings], ['returns', hop.isReturn], ['pingPongs', hop.pingPong],
      ['hotPotatoes', hop.hotPotato],
    ];
    for (const [count, applies] of marks) if (applies) this.add(hop.from, count);
    if (!hop.pingPong) return;
    const pair = [hop.from, hop.to].sort().join('|');
    this.pingPongPairs[pair] = (this.pingPongPairs[pair] ?? 0) + 1;
  }

  private enterStays(stays: readonly PlannedStay[]): void {
    const lastClosure = stays.findLastIndex((stay) => stay.end?.kind === 'CLOSURE');
    for (const [index, { departmentId, workingMs, handoverMs, end }] of stays.entries()) {
      this.add(departmentId, 'handoverMs', handoverMs);
      if (index <= lastClosure) {
        this.add(departmentId, 'handoverMsToLastClosure', handoverMs);
        this.add(departmentId, 'holdingMsToLastClosure', workingMs - handoverMs);
      }
      if (end !== null) for (const figures of this.both(departmentId)) figures.holdingMs.push(workingMs);
      if (end?.kind === 'RECALL') this.add(stays[index - 1]!.departmentId, 'recalls');
    }
  }

  private enterClosures({ stays, receivedMs }: RequestTruth): void {
    let [processingMs, closedMs] = [0, 0];
    for (const { departmentId, workingMs, end } of stays) {
      processingMs += workingMs;
      if (end?.kind !== 'CLOSURE') continue;
      this.enterClosure(departmentId, end.closure);
      const leadMs = end.closure.closedMs - receivedMs - closedMs;
      closedMs += (end.closure.reopenedMs ?? end.closure.closedMs) - end.closure.closedMs;
      for (const figures of this.both(departmentId)) {
        figures.processingMs.push(processingMs);
        figures.leadMs.push(leadMs);
      }
    }
  }

  private enterClosure(departmentId: string, { promised, statutory, rating, reopenedMs }: PlannedClosure): void {
    this.add(departmentId, 'closures');
    this.add(departmentId, PROMISED[promised]);
    this.add(departmentId, STATUTORY[statutory]);
    if (reopenedMs !== null) this.add(departmentId, 'reopenings');
    if (rating === null) return;
    this.add(departmentId, 'ratings');
    this.add(departmentId, 'ratingSum', rating);
    if (rating <= 2) this.add(departmentId, 'badRatings');
  }

  private add(departmentId: string, count: Count, by = 1): void {
    for (const figures of this.both(departmentId)) figures[count] += by;
  }

  private both(departmentId: string): readonly [Figures, Figures] {
    return [this.totals, (this.departments[departmentId] ??= noFigures())];
  }
}

const PROMISED = { ON_TIME: 'promisedOnTime', LATE: 'promisedLate', NO_LIMIT: 'promisedWithoutLimit' } as const satisfies Record<Timeliness, Count>;
const STATUTORY = { ON_TIME: 'statutoryOnTime', LATE: 'statutoryLate', NO_LIMIT: 'statutoryWithoutLimit' } as const satisfies Record<Timeliness, Count>;

/** Closed, and the first closure was not reopened within fifteen times 24 hours. */
function stoodAtFirst({ stays }: RequestTruth): boolean {
  const end = stays.find((stay) => stay.end?.kind === 'CLOSURE')?.end;
  if (end?.kind !== 'CLOSURE') return false;
  return end.closure.reopenedMs === null || end.closure.reopenedMs - end.closure.closedMs > FIRST_INQUIRY_MS;
}
