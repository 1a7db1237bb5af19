import type { Facts } from './facts.js';
import type { RequestHistory } from './history.js';
import { officerAt } from './officers.js';

/** Charged to who held the request at the reminder's instant; `issuedBy` is the department of the supervisor. */
export const remindersOf = (history: RequestHistory): Facts['reminders'] => history.reminders.map(({ atMs, departmentId, revision }) => {
  const stay = history.stays.findLast(({ fromMs }) => fromMs <= atMs) ?? history.stays[0]!;
  return { department: stay.departmentId, officer: officerAt(history, stay, atMs), atMs, issuedBy: departmentId, revision };
});
