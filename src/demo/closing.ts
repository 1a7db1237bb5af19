import type { Outcome } from '../service-request/domain/events.js';
import type { WorkingCalendar } from '../working-time/working-calendar.js';
import { handle } from './handling.js';
import type { PlannedStay } from './plan.js';
import { passOn, welcome } from './passing.js';
import { DAY_MINUTES, HOUR_MS, MINUTE_MS, minutes, stayMs, type Scene, type Telling } from './scene.js';

const OUTCOMES: readonly Outcome[] = ['GRANTED', 'GRANTED', 'GRANTED', 'GRANTED', 'DENIED', 'NOT_ACCEPTED'];

/** The holder brings it to an end, aiming at the due instant: before it, exactly at it, just after the bell, or late. */
export function* close({ c, p, item }: Scene): Telling {
  const dueMs = c.clock.dueMs('PROMISED') ?? c.clock.dueMs('STATUTORY');
  const leftMs = dueMs === null ? null : c.time.workingMsUpTo(dueMs) - c.time.workingMsUpTo(c.nowMs);
  if (dueMs === null || leftMs === null || leftMs < 5 * MINUTE_MS) {
    yield c.work(minutes(p, 35, 600));
  } else if (p.chance(0.03)) {
    yield c.work(leftMs);
    if (p.chance(0.5) && isOffHours(c.time, dueMs + MINUTE_MS)) yield c.waitUntil(dueMs + MINUTE_MS);
  } else if (p.chance(0.22)) {
    yield c.work(leftMs + minutes(p, 30, p.chance(0.1) ? 12_000 : 1_500));
  } else {
    yield c.work(Math.max(1000, Math.floor((Math.min(leftMs * 0.97, item.stayMs * 3) * p.next()) / 1000) * 1000));
  }
  c.complete(item.character === 'VACUUM' ? 'RESOLVED' : p.pick(OUTCOMES));
}

/** Nobody finishes it for months; it stays on the list of open requests, red. */
export function* forget({ c, p }: Scene): Telling {
  yield c.work(p.int(300, 900) * HOUR_MS);
  c.complete('RESOLVED');
}

/** Ratings, rulings, and the applicants who come back: within fifteen days or later. */
export function* aftermath(scene: Scene): Telling {
  const { c, p } = scene;
  const rated = p.chance(0.35);
  if (rated) {
    yield c.waitUntil(c.nowMs + minutes(p, 5, 3 * DAY_MINUTES));
    c.rate(scoreOf(scene));
  }
  if (p.chance(0.06)) yield* again(scene, rated);
  yield* rulings(scene);
}

function* again(scene: Scene, rated: boolean): Telling {
  const { c, p, item } = scene;
  yield c.waitUntil(c.nowMs + minutes(p, DAY_MINUTES, (p.chance(0.7) ? 11 : 45) * DAY_MINUTES));
  c.reopen(p.chance(0.5) ? 'NEW_FACTS' : 'COMPLAINT');
  yield c.work(minutes(p, 31, 200));
  if (!rated && p.chance(0.3)) c.rate(scoreOf(scene));
  if (p.chance(0.4) && c.holder !== item.terms.route[1] && item.terms.route.length > 2) {
    c.transfer(item.terms.route[1]!, 'SECOND_LOOK', 'Please look again. 请复核。');
    yield* welcome(scene);
    yield* handle(scene, stayMs(scene));
    if (c.closure) return;
    yield* passOn(scene, item.terms.route[2]!);
  }
  yield* close(scene);
}

/** The supervisor rules on some unplanned transfers and refusals, now and then on a planned one, seldom twice. */
function* rulings({ c, p, item }: Scene): Telling {
  const share = item.character === 'ROUTE' ? 0.02 : 0.12;
  for (const index of c.stays.keys()) {
    if (!mayBeRuledOn(c.stays, index) || !p.chance(share)) continue;
    yield c.work(minutes(p, 30, 900));
    c.rule(index, p.chance(0.5) ? 'JUSTIFIED' : 'BUCK_PASSING');
    if (p.chance(0.1)) c.rule(index, 'JUSTIFIED');
  }
}

function mayBeRuledOn(stays: readonly PlannedStay[], index: number): boolean {
  const kind = stays[index]?.end?.kind;
  return (kind === 'TRANSFER' || kind === 'REFUSAL') && stays[index + 1]?.end?.kind !== 'RECALL';
}

function scoreOf({ c, p }: Scene): 1 | 2 | 3 | 4 | 5 {
  const late = c.stays.findLast((stay) => stay.end?.kind === 'CLOSURE')?.end;
  const unhappy = late?.kind === 'CLOSURE' && late.closure.promised === 'LATE' ? 0.5 : 0.06;
  return p.chance(unhappy) ? p.pick([1, 2] as const) : p.pick([3, 4, 4, 5, 5, 5] as const);
}

function isOffHours(time: WorkingCalendar, atMs: number): boolean {
  return time.workingMsUpTo(atMs - MINUTE_MS + 1) === time.workingMsUpTo(atMs + 1);
}
