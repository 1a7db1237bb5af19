import { toIso, type EpochMs } from '../kernel/instant.js';
import type { LimitKind, Urgency } from '../service-request/domain/events.js';
import type { Limit } from '../working-time/limit.js';
import type { WorkingCalendar } from '../working-time/working-calendar.js';
import type { DataOf } from './command-log.js';
import type { Prng } from './prng.js';
import { DAY_MS, HOUR_MS } from './scene.js';
import { DEMO_ITEMS, type DemoItem } from './service-items.js';
import { applicantName } from './texts.js';

export interface Receipt {
  readonly item: DemoItem;
  readonly receivedMs: EpochMs;
  readonly data: DataOf<'ReceiveRequest'>;
  /** As they will be pinned. */
  readonly limits: Readonly<Record<LimitKind, Limit | null>>;
}

const NIGHT_SHARE = 0.1;
const weights = DEMO_ITEMS.reduce((sum, item) => sum + item.weight, 0);

/** What comes in around `slotMs`, never before it: most in working time, some online by night, on weekends, on holidays. */
export function receiptAt(slotMs: EpochMs, p: Prng, time: WorkingCalendar): Receipt {
  const item = itemAt(p.next() * weights);
  const atNight = p.chance(NIGHT_SHARE);
  const opening = time.workingMsUpTo(slotMs) + p.int(1, 4 * 3600) * 1000;
  const receivedMs = atNight ? slotMs + p.int(0, 4 * 3600) * 1000 : time.earliestInstantWith(opening);
  const urgency: Urgency = p.chance(item.terms.limits.URGENT ? 0.15 : 0.02) ? 'URGENT' : 'NORMAL';
  const channel = channelOf(item, atNight, p);
  const explicit = channel === 'HOTLINE' && p.chance(0.6) ? explicitDue(receivedMs, p) : null;
  const applicant = p.chance(0.9) ? applicantName(p.int(1, 1500)) : null;
  return {
    item,
    receivedMs,
    data: { serviceItemCode: item.code, channel, urgency, applicant, ...explicit },
    limits: limitsOf(item, urgency, explicit),
  };
}

function limitsOf({ terms: { limits } }: DemoItem, urgency: Urgency, explicit: ExplicitDue | null): Receipt['limits'] {
  const { promised, statutory } = (urgency === 'URGENT' ? limits.URGENT : undefined) ?? limits.NORMAL;
  const asItem = { PROMISED: promised, STATUTORY: statutory };
  return explicit === null ? asItem : { ...asItem, [explicit.dueLimit]: { unit: 'INSTANT', dueAt: explicit.dueAt } };
}

function itemAt(place: number): DemoItem {
  let left = place;
  for (const item of DEMO_ITEMS) {
    left -= item.weight;
    if (left < 0) return item;
  }
  return DEMO_ITEMS[0]!;
}

function channelOf(item: DemoItem, atNight: boolean, p: Prng): string {
  if (item.character === 'VACUUM') return 'HOTLINE';
  return atNight || p.chance(0.25) ? 'ONLINE' : 'COUNTER';
}

interface ExplicitDue {
  readonly dueAt: string;
  readonly dueLimit: LimitKind;
}
/** The hotline's work order names its own instant: a promise as a rule, now and then a duty by law. */
function explicitDue(receivedMs: EpochMs, p: Prng): ExplicitDue {
  const dueAt = toIso(receivedMs + 5 * DAY_MS + p.int(0, 48) * HOUR_MS);
  return { dueAt, dueLimit: p.chance(0.15) ? 'STATUTORY' : 'PROMISED' };
}
