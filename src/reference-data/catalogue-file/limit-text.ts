import type { Limit, LimitUnit } from '../../working-time/limit.js';

const LIMIT = /^(\d+(?:\.\d+)?) (working hour|working day|calendar day)s?$/i;
const UNITS: Readonly<Record<string, LimitUnit>> = {
  'working hour': 'WORKING_HOUR',
  'working day': 'WORKING_DAY',
  'calendar day': 'CALENDAR_DAY',
};

/** '5 working days', '4 working hours', '30 calendar days'. @throws RangeError for anything else. */
export function parseLimit(text: string): Limit {
  const [, amount, words = ''] = LIMIT.exec(text.trim()) ?? [];
  const unit = UNITS[words.toLowerCase()];
  if (unit === undefined) throw new RangeError(`'${text}' is not a limit such as '5 working days', '4 working hours' or '30 calendar days'`);
  return { unit, amount: Number(amount) };
}
