import { v7 } from 'uuid';

/**
 * A new id for an event about to be appended, growing with time, which keeps the store's index compact.
 *
 * It is made once per append and kept through that append's retries, and is not derived from the command's own id: the
 * store answers "same ids at the same place" with success, which must mean that exactly these events are there. With an
 * id derived from source and id alone, the loser of a race would be told that its content was recorded when another's
 * was. A resent command is recognised by the source and id in the metadata instead.
 */
export const newEventId = (): string => v7();
