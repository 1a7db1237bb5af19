import { AuditTrail, type Trace } from '../../../src/audit/application/audit-trail.js';
import { historyReadStream, type HistoryReadData } from '../../../src/audit/domain/audit-events.js';
import { verifyStream } from '../../../src/event-store/audit-hash.js';
import { EventStoreUnavailable } from '../../../src/event-store/errors.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { all } from '../../support/event-store/events.js';

const STREAM = historyReadStream('hall', 'R1');
const data: HistoryReadData = {
  hallId: 'hall', requestId: 'R1', occurredAt: '2026-03-06T02:00:00.000Z', role: 'supervisor', through: 'GRAPHQL', position: '7', asOf: null, asKnownAt: null,
};
const trace = (principal: string): Trace => ({ event: { type: 'HistoryRead', data }, principal, correlationId: 'c', said: { ...data } });

describe('The trail of readings', () => {
  it('is one chain, whatever two replicas remember of where it ends', async () => {
    const store = new InMemoryEventStore();
    const [one, two] = [new AuditTrail(store, () => 0), new AuditTrail(store, () => 0)];
    const principals = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const [index, principal] of principals.entries()) await (index % 2 === 0 ? one : two).record(STREAM, trace(principal));
    await Promise.all([one.record(STREAM, trace('g')), two.record(STREAM, trace('h')), one.record(STREAM, trace('i'))]);
    const events = await all(store, STREAM);
    expect(events.slice(0, 6).map(({ metadata }) => metadata['principal'])).toEqual(principals);
    expect(events.slice(6).map(({ metadata }) => String(metadata['principal'])).sort()).toEqual(['g', 'h', 'i']);
    expect(await verifyStream(events)).toBeNull();
    expect(await new AuditTrail(store, () => 0).count(STREAM)).toBe(9);
  });

  it('reads a stream to its end once, and not again for every reading', async () => {
    const store = new InMemoryEventStore();
    const read = jest.spyOn(store, 'readStream');
    const trail = new AuditTrail(store, () => 0);
    for (const principal of ['a', 'b', 'c']) await trail.record(STREAM, trace(principal));
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('goes on after an append whose outcome nobody knew, without writing it twice', async () => {
    const store = new InMemoryEventStore();
    const trail = new AuditTrail(store, () => 0);
    await trail.record(STREAM, trace('a'));
    const append = store.append.bind(store);
    const lost = jest.spyOn(store, 'append').mockImplementationOnce(async (...call) => {
      await append(...call);
      throw new EventStoreUnavailable('the answer was lost');
    });
    await trail.record(STREAM, trace('b'));
    lost.mockRestore();
    await trail.record(STREAM, trace('c'));
    const events = await all(store, STREAM);
    expect(events.map(({ metadata }) => metadata['principal'])).toEqual(['a', 'b', 'c']);
    expect(await verifyStream(events)).toBeNull();
  });
});
