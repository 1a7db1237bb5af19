import { isStale, NO_FENCES, passFence } from '../../../src/coordination/domain/fences.js';
import { lease, type LeaseCommand, type LeaseContext } from '../../../src/coordination/domain/lease.js';
import { decodeLeaseEvent, type LeaseEvent, leaseStream } from '../../../src/coordination/domain/lease-events.js';

const NOW_MS = Date.UTC(2026, 10, 22, 12);
const TTL_MS = 15_000;
const UNTIL = '2026-11-22T12:00:15.000Z';
const acquired = (holder: string, token: number): LeaseEvent => ({ type: 'LeaseAcquired', data: { holder, token, ttlMs: TTL_MS, until: UNTIL } });
const renewed = (holder: string, token: number, ttlMs = TTL_MS): LeaseEvent => ({ type: 'LeaseRenewed', data: { holder, token, ttlMs, until: UNTIL } });
const released = (holder: string, token: number): LeaseEvent => ({ type: 'LeaseReleased', data: { holder, token } });
const acquire = (holder: string): LeaseCommand => ({ type: 'AcquireLease', holder, ttlMs: TTL_MS });

function given(...events: LeaseEvent[]) {
  const state = events.reduce((before, event) => lease.evolve(before, event), lease.initialState);
  const after = (quietMs: number) => ({
    when: (command: LeaseCommand) => lease.decide(command, state, { nowMs: NOW_MS, quietMs } satisfies LeaseContext),
  });
  return { ...after(0), after };
}
const accepted = (event: LeaseEvent) => ({ outcome: 'accepted', events: [event] });
const lost = (token: number) => ({ outcome: 'rejected', rejection: { code: 'LOST', token } });

describe('A lease', () => {
  it('nobody ever held is acquired under token 1', () => expect(given().when(acquire('a'))).toStrictEqual(accepted(acquired('a', 1))));

  it('that was released is acquired at once, under the next token', () => {
    expect(given(acquired('a', 1), released('a', 1)).when(acquire('b'))).toStrictEqual(accepted(acquired('b', 2)));
  });

  it('is kept from others as long as its holder was not silent for its ttl, by the clock of the one who waits', () => {
    expect(given(acquired('a', 4)).after(TTL_MS - 1).when(acquire('b'))).toStrictEqual({ outcome: 'rejected', rejection: { code: 'HELD', holder: 'a', token: 4, waitMs: 1 } });
    expect(given(acquired('a', 4)).after(TTL_MS).when(acquire('b'))).toStrictEqual(accepted(acquired('b', 5)));
  });

  it('is waited for as long as its holder said at its last renewal, whatever the one who waits would have said', () => {
    expect(given(acquired('a', 4), renewed('a', 4, 60_000)).after(59_999).when(acquire('b'))).toMatchObject({ rejection: { code: 'HELD', waitMs: 1 } });
  });

  it('is renewed by its holder under its token, however late', () => {
    const command: LeaseCommand = { type: 'RenewLease', holder: 'a', token: 2, ttlMs: TTL_MS };
    expect(given(acquired('a', 2)).after(10 * TTL_MS).when(command)).toStrictEqual(accepted(renewed('a', 2)));
  });

  it.each([
    ['taken over', [acquired('a', 1), acquired('b', 2)]], ['released', [acquired('a', 1), released('a', 1)]], ['acquired anew', [acquired('a', 1), acquired('a', 2)]],
    ['never acquired', []],
  ])('%s is neither renewed nor released under its old token', (_what, events) => {
    expect(given(...events).when({ type: 'RenewLease', holder: 'a', token: 1, ttlMs: TTL_MS })).toStrictEqual(lost(1));
    expect(given(...events).when({ type: 'ReleaseLease', holder: 'a', token: 1 })).toStrictEqual(lost(1));
  });

  it('is not renewed by another who names its token', () => {
    expect(given(acquired('a', 1)).when({ type: 'RenewLease', holder: 'b', token: 1, ttlMs: TTL_MS })).toStrictEqual(lost(1));
  });

  it('gives its own holder, asking again, a new token without the wait', () => {
    expect(given(acquired('a', 7)).when(acquire('a'))).toStrictEqual(accepted(acquired('a', 8)));
  });

  it('that was released says so under its token', () => {
    expect(given(acquired('a', 3)).when({ type: 'ReleaseLease', holder: 'a', token: 3 })).toStrictEqual(accepted(released('a', 3)));
  });

  it('has the state of its last event alone, so that no more need be read', () => {
    for (const event of [acquired('a', 9), renewed('a', 9), released('a', 9)]) {
      expect(lease.evolve(lease.initialState, event)).toEqual(lease.evolve({ holder: 'z', token: 8, ttlMs: 1 }, event));
    }
  });
});

describe('The name of a lease', () => {
  it.each(['log-audit', 'a', 'x9'])('may be %s', (name) => expect(leaseStream(name)).toBe(`lease-${name}`));
  it.each(['', 'A', '9x', 'a.b', 'a b', 'x'.repeat(65)])('may not be "%s"', (name) => expect(() => leaseStream(name)).toThrow(TypeError));
});

describe('An event of a lease', () => {
  it.each([acquired('a', 1), renewed('a', 1), released('a', 1)])('is read as it was written: $type', (event) => {
    expect(decodeLeaseEvent(event.type, { ...event.data })).toStrictEqual(event);
  });
  it.each<[string, string, object]>([
    ['of another type', 'LeaseStolen', { ...acquired('a', 1).data }], ['without a token', 'LeaseReleased', { holder: 'a' }],
    ['with token 0', 'LeaseAcquired', { ...acquired('a', 1).data, token: 0 }], ['without a ttl', 'LeaseRenewed', { ...acquired('a', 1).data, ttlMs: undefined }],
  ])('%s is refused: nobody acts on what he cannot read', (_what, type, data) => {
    expect(() => decodeLeaseEvent(type, data as Record<string, unknown>)).toThrow('Not an event of a lease');
  });
});

describe('The fence', () => {
  const logged = (stream: string, { type, data }: LeaseEvent) => ({ stream, type, data: { ...data }, metadata: {} });
  const written = (token: number, name = 'audit') => ({ metadata: { fence: { lease: name, token } } });
  const fences = [logged('lease-audit', acquired('a', 1)), logged('lease-audit', acquired('b', 2)), logged('lease-other', acquired('a', 9))].reduce(passFence, NO_FENCES);

  it('leaves out what an older token wrote after a newer one was acquired', () => expect(isStale(fences, written(1))).toBe(true));
  it('lets the newest through', () => expect(isStale(fences, written(2))).toBe(false));
  it('lets an older token through where the newer one stands later in the log', () => {
    expect(isStale(passFence(NO_FENCES, logged('lease-audit', acquired('a', 1))), written(1))).toBe(false);
  });
  it('tells leases apart', () => expect(isStale(fences, written(2, 'other'))).toBe(true));
  it('is no matter of what nobody wrote under a lease', () => expect(isStale(fences, { metadata: {} })).toBe(false));
});
