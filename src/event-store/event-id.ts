import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const RANDOM_BYTES = 16;
/** Random bytes for many ids: asking the system for each one's alone takes longer than all the rest of an event. */
const pool = new Uint8Array(256 * RANDOM_BYTES);
let used = pool.length;

function randomBytes(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool.subarray(used, (used += RANDOM_BYTES));
}

/**
 * A new id for an event about to be appended, growing with time, which keeps the store's index compact.
 *
 * It is made once per append and kept through that append's retries, and is not derived from the command's own id: the
 * store answers "same ids at the same place" with success, which must mean that exactly these events are there. With an
 * id derived from source and id alone, the loser of a race would be told that its content was recorded when another's
 * was. A resent command is recognised by the source and id in the metadata instead.
 */
export const newEventId = (): string => v7({ random: randomBytes() });
