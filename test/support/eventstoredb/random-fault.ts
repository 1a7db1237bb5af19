import type { Fault } from './faults.js';
import type { Stub } from './stub.js';

type Integers = (below: number) => number;
const SHORT_MS = 30;
/** Longer than the tests' own deadlines: the answer comes when nobody waits for it any more. */
export const TOO_LATE_MS = 900;

const APPEND: readonly ((stub: Stub) => Fault)[] = [
  () => ({ kind: 'silent' }),
  () => ({ kind: 'silent', written: true }),
  () => ({ kind: 'end-ok', written: true }),
  () => ({ kind: 'end-ok', written: false }),
  () => ({ kind: 'late', ms: SHORT_MS }),
  () => ({ kind: 'late', ms: TOO_LATE_MS }),
  () => ({ kind: 'late', ms: TOO_LATE_MS, written: 'late' }),
  () => ({ kind: 'drop-before-write' }),
  () => ({ kind: 'drop-after-write' }),
  () => ({ kind: 'bad-payload' }),
  () => ({ kind: 'bad-payload', shape: 'empty' }),
  () => ({ kind: 'unavailable' }),
  () => ({ kind: 'server-timeout', written: true }),
  () => ({ kind: 'server-timeout', written: false }),
  ({ port }) => ({ kind: 'not-leader', host: '127.0.0.1', port }),
];
const READ: readonly ((stub: Stub, after: number) => Fault)[] = [
  (_, after) => ({ kind: 'silent', after }),
  (_, after) => ({ kind: 'end-ok', after }),
  (_, after) => ({ kind: 'late', ms: SHORT_MS, after }),
  (_, after) => ({ kind: 'drop', after }),
  (_, after) => ({ kind: 'bad-payload', after }),
  (_, after) => ({ kind: 'bad-payload', shape: 'empty', after }),
  (_, after) => ({ kind: 'unavailable', after }),
  ({ port }, after) => ({ kind: 'not-leader', host: '127.0.0.1', port, after }),
  (_, after) => ({ kind: 'duplicate', after: after + 1, again: after + 1 }),
];

/** Hands one fault to the next call of some kind, or tears off connections, or restarts the server. Told for the output. */
export async function randomFault(stub: Stub, random: Integers): Promise<string> {
  const pick = <T>(choices: readonly T[]): T => choices[random(choices.length)] as T;
  const place = random(12);
  if (place === 0) {
    stub.drop();
    return 'drop';
  }
  if (place === 1) {
    await stub.restart();
    return 'restart';
  }
  const rpc = place < 8 ? 'append' : place < 10 ? 'read' : 'subscription';
  const fault = rpc === 'append' ? pick(APPEND)(stub) : pick(READ)(stub, random(4));
  stub.faults[rpc].push(fault);
  return `${rpc} ${JSON.stringify(fault)}`;
}
