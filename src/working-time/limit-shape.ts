import { fields, instant, number, oneOf, type Shape } from '../kernel/shape.js';
import type { Limit } from './limit.js';

const amountLimit = fields<Exclude<Limit, { unit: 'INSTANT' }>>({ unit: oneOf('WORKING_HOUR', 'WORKING_DAY', 'CALENDAR_DAY'), amount: number });
const instantLimit = fields<Extract<Limit, { unit: 'INSTANT' }>>({ unit: oneOf('INSTANT'), dueAt: instant });

/** A limit in any of its units. */
export const limitShape: Shape = (value) => (instantLimit(value) === null ? null : amountLimit(value));
