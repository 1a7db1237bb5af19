import type { CalendarEvent } from '../../../reference-data/domain/calendar-definition.js';
import type { Pinned, ServiceRequestEventData } from '../../../service-request/domain/events.js';
import type { Limit } from '../../../working-time/limit.js';
import type { CalendarRule, ItemRule, LimitRule, RuleSet } from './rule-set.js';

type Received = ServiceRequestEventData['RequestReceived'];
/** Hours are more than none; none at all is 0 working days, done on the spot. */
const HOURS_MIN = 0.001;

/** The receipt as it would have been recorded under the rules: the same object when they say nothing of it. */
export const rewriteReceipt = (data: Received, { items }: RuleSet): Received =>
  items.filter((rule) => fits(rule, data)).reduce((current, rule) => ({ ...current, ...termsOf(rule, current) }), data);

const fits = ({ codes, urgency }: ItemRule, data: Received): boolean =>
  (codes === null || codes.includes(data.serviceItemCode)) && (urgency === null || urgency === data.urgency);

function termsOf(rule: ItemRule, { promisedLimit, statutoryLimit }: Pinned): Partial<Pinned> {
  const { promised, statutory, explicitToo = false, route, calendarId, clockStart, warningShare } = rule;
  return {
    ...(promised && { promisedLimit: limitUnder(promised, promisedLimit, explicitToo) }),
    ...(statutory && { statutoryLimit: limitUnder(statutory, statutoryLimit, explicitToo) }),
    ...(route && { route }), ...(calendarId && { calendarId }), ...(clockStart && { clockStart }), ...(warningShare && { warningShare }),
  };
}

function limitUnder(rule: LimitRule, limit: Limit | null, explicitToo: boolean): Limit | null {
  if (limit?.unit === 'INSTANT' && !explicitToo) return limit;
  switch (rule.kind) {
    case 'NONE':
      return null;
    case 'SET':
      return { unit: rule.unit, amount: rule.amount };
    case 'CHANGE': {
      if (limit === null || limit.unit === 'INSTANT' || limit.unit !== rule.unit) return limit;
      return { unit: limit.unit, amount: Math.max(limit.unit === 'WORKING_HOUR' ? HOURS_MIN : 0, limit.amount + rule.by) };
    }
  }
}

/** An extension was granted in its limit's own unit: it says nothing of a limit in another one. */
export const extensionFits = (granted: Limit | null, under: Limit | null): boolean => under === null || granted?.unit === under.unit;

/** The calendar's event as it would have been recorded under the rule. */
export function rewriteCalendar(event: CalendarEvent, { week, overrides }: CalendarRule): CalendarEvent {
  if (event.type === 'CalendarDefined') {
    const kept = Object.entries({ ...event.data.overrides, ...overrides }).filter((entry): entry is [string, NonNullable<(typeof entry)[1]>] => entry[1] !== null);
    return { type: event.type, data: { ...event.data, week: week ?? event.data.week, overrides: Object.fromEntries(kept) } };
  }
  const changes = Object.entries(event.data.overrides).filter(([date]) => !(date in overrides));
  return { type: event.type, data: { ...event.data, week: week === null ? event.data.week : null, overrides: Object.fromEntries(changes) } };
}
