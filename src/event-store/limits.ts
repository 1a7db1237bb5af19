/** What one call may carry; both are far above what a command writes, and EventStoreDB's own limit is the same 1 MiB. */
export const APPEND_BYTES_MAX = 1024 * 1024;
export const APPEND_EVENTS_MAX = 1000;
/** What one `readAll` may ask for; page on with the last position. */
export const READ_ALL_LIMIT_MAX = 10_000;
/** Events fetched at a time for a reader that goes on by itself. */
export const PAGE_EVENTS = 1000;
/** Stream and type names: short, printable, well-formed Unicode, and no system stream ('$...'). */
export const NAME_CHARACTERS_MAX = 512;

const INT64_MAX = 2n ** 63n - 1n;
/** Checkpoints and cursors come from outside: beyond 64 bits there is nothing to read, which is no error. */
export const toInt64 = (value: bigint): bigint => (value > INT64_MAX ? INT64_MAX : value < -1n ? -1n : value);
