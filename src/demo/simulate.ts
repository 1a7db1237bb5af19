import type { EpochMs } from '../kernel/instant.js';
import { localDateOf, startOfLocalDate } from '../working-time/local-time.js';
import type { WorkingCalendar } from '../working-time/working-calendar.js';
import { CaseClock } from './case-clock.js';
import { CaseWriter } from './case-writer.js';
import { CommandLog } from './command-log.js';
import { INTAKE } from './departments.js';
import type { SimulatedRequest } from './plan.js';
import { prngOf } from './prng.js';
import { receiptAt } from './receipt.js';
import { DAY_MS } from './scene.js';
import { story } from './story.js';

export interface SimulationOptions {
  readonly hallId: string;
  /** First local date of receipts, 'YYYY-MM-DD'. */
  readonly from: string;
  /** Horizon: nothing happens after it, and what is not finished by then stays open. */
  readonly untilMs: EpochMs;
  readonly requestsPerYear: number;
  /** The calendar of `demoCatalogue()`, compiled. */
  readonly time: WorkingCalendar;
}

export const DEMO_SEED = 2026;
export const DEMO_ZONE = 'Asia/Shanghai';
export const DEMO_REQUESTS_PER_YEAR = 4000;
const REQUESTS_MAX = 1_000_000;

/** The first day of the month a year before: played again within the month, the hall only goes on where it stood. */
export function demoFrom(untilMs: EpochMs): string {
  const [year, month] = localDateOf(DEMO_ZONE, untilMs).split('-');
  return `${Number(year) - 1}-${month}-01`;
}

/**
 * The hall's requests in order of arrival. A later horizon changes nothing that was told before it: stories only get
 * longer and requests more, so loading again records only what is new.
 * @throws RangeError for more than a million requests, or none.
 */
export function* simulate(seed: number, options: SimulationOptions): Generator<SimulatedRequest, void> {
  const fromMs = startOfLocalDate(DEMO_ZONE, options.from);
  const stepMs = (365 * DAY_MS) / options.requestsPerYear;
  const requests = Math.floor((options.untilMs - fromMs) / stepMs) + 1;
  if (!(requests >= 1 && requests <= REQUESTS_MAX)) throw new RangeError(`Between 1 and ${REQUESTS_MAX} requests, not ${requests}`);
  for (let index = 0; index < requests; index += 1) {
    const request = tell(seed, index, fromMs + Math.floor((index * stepMs) / 1000) * 1000, options);
    if (request) yield request;
  }
}

function tell(seed: number, index: number, slotMs: EpochMs, { hallId, from, untilMs, time }: SimulationOptions): SimulatedRequest | null {
  const p = prngOf(seed, index);
  const { item, receivedMs, data, limits } = receiptAt(slotMs, p, time);
  if (receivedMs > untilMs) return null;
  const requestId = `${from.replaceAll('-', '')}-${(seed >>> 0).toString(36)}-${String(index + 1).padStart(5, '0')}`;
  const log = new CommandLog(hallId, requestId, p.int(0, 59));
  const c = new CaseWriter(log, new CaseClock(receivedMs, limits, item.terms.clockStart, time), time, receivedMs);
  c.receive(INTAKE, data);
  for (const nowMs of story({ c, p, item })) if (nowMs > untilMs) break;
  return { hallId, requestId, commands: log.commands, truth: c.truth(item.code, item.terms.route, receivedMs) };
}
