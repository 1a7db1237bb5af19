import { READ_ALL_LIMIT_MAX } from './limits.js';

/** @throws RangeError: a silent cut would make a full page look like the end of the log. */
export function checkReadLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > READ_ALL_LIMIT_MAX)
    throw new RangeError(`A read takes 1 to ${READ_ALL_LIMIT_MAX} events, not ${limit}`);
}
