import { accept } from '../../kernel/decider.js';
import type { Limit } from '../../working-time/limit.js';
import { identityFault } from './entry-rules.js';
import type { ItemLimits, ServiceItemTerms } from './events.js';
import { type EntryDecision, refuseEntry } from './refusal.js';

export type DesiredServiceItem = { readonly code: string } & ServiceItemTerms;
export type ServiceItem = DesiredServiceItem & { readonly version: number };

const AMOUNT_MAX = 10_000;
const ROUTE_MAX = 100;

/** @param known the reference data as it stands after this catalogue's calendars and departments. */
export function decideServiceItem(
  desired: DesiredServiceItem,
  current: ServiceItem | undefined,
  known: { hasCalendar(calendarId: string): boolean; hasDepartment(departmentId: string): boolean },
): EntryDecision {
  const { code, name, limits, route, calendarId, clockStart, warningShare } = desired;
  const fault = identityFault(code, name) ?? termsFault(desired);
  if (fault !== null) return refuseEntry('INVALID_ENTRY', fault);
  if (!known.hasCalendar(calendarId)) return refuseEntry('UNKNOWN_CALENDAR', `no calendar '${calendarId}': define it first`);
  const stranger = route.find((departmentId) => !known.hasDepartment(departmentId));
  if (stranger !== undefined) return refuseEntry('UNKNOWN_DEPARTMENT', `no department '${stranger}' of its route: register it first`);
  const terms = { name, limits, route, calendarId, clockStart, warningShare };
  if (current === undefined) return accept({ type: 'ServiceItemRegistered', data: { code, version: 1, ...terms } });
  if (sameTerms(terms, current)) return accept();
  return accept({ type: 'ServiceItemRevised', data: { code, version: current.version + 1, ...terms } });
}

function termsFault({ limits, route, clockStart, warningShare }: ServiceItemTerms): string | null {
  if (!(warningShare > 0 && warningShare <= 1)) return `warningShare ${warningShare} is not above 0 and at most 1`;
  if (clockStart !== 'RECEIPT' && clockStart !== 'ACCEPTANCE') return `clockStart '${String(clockStart)}' is not RECEIPT or ACCEPTANCE`;
  if (route.length > ROUTE_MAX) return `a route of ${route.length} departments; at most ${ROUTE_MAX}`;
  const twice = route.find((departmentId, index) => departmentId === route[index + 1]);
  if (twice !== undefined) return `its route names '${twice}' twice in a row`;
  return limitsFault('NORMAL', limits.NORMAL) ?? (limits.URGENT === undefined ? null : limitsFault('URGENT', limits.URGENT));
}

function limitsFault(urgency: string, { promised, statutory }: ItemLimits): string | null {
  const fault = limitFault(promised) ?? limitFault(statutory);
  return fault === null ? null : `${urgency} limits: ${fault}`;
}

function limitFault(limit: Limit | null): string | null {
  if (limit === null) return null;
  if (limit.unit === 'INSTANT') return 'an explicit instant belongs to one request, not to a service item';
  const { unit, amount } = limit;
  if (!(amount >= 0 && amount <= AMOUNT_MAX)) return `${amount} ${unit} is not between 0 and ${AMOUNT_MAX}`;
  if (unit === 'WORKING_HOUR') return amount > 0 ? null : 'a limit in working hours is above 0; on the spot is 0 working days';
  return Number.isInteger(amount) ? null : `${amount} ${unit} is not a whole number of days`;
}

const sameTerms = (one: ServiceItemTerms, other: ServiceItemTerms): boolean => termsText(one) === termsText(other);

/** Key order and absent variants do not make a difference; the order of the route does. */
function termsText({ name, limits, route, calendarId, clockStart, warningShare }: ServiceItemTerms): string {
  const { NORMAL, URGENT } = limits;
  return JSON.stringify([name, limitsParts(NORMAL), URGENT && limitsParts(URGENT), route, calendarId, clockStart, warningShare]);
}

const limitsParts = ({ promised, statutory }: ItemLimits): unknown => [limitParts(promised), limitParts(statutory)];
const limitParts = (limit: Limit | null): unknown =>
  limit === null ? null : limit.unit === 'INSTANT' ? limit.dueAt : [limit.unit, limit.amount];
