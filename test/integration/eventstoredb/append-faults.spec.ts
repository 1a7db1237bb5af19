import { randomUUID } from 'node:crypto';
import { EventStoreUnavailable, RevisionConflict } from '../../../src/event-store/errors.js';
import type { NewEvent } from '../../../src/event-store/event-store.port.js';
import { useAdapterOnStub } from '../../support/eventstoredb/adapter-on-stub.js';
import type { Fault } from '../../support/eventstoredb/faults.js';
import { forbidStrayErrors } from '../../support/eventstoredb/no-stray-errors.js';
import { openAdapter } from '../../support/eventstoredb/open-adapter.js';
import { TOO_LATE_MS } from '../../support/eventstoredb/random-fault.js';
import { all, anEvent, freshStream, idsOf, someEvents } from '../../support/event-store/events.js';

forbidStrayErrors();

describe('An append through the EventStoreDB adapter', () => {
  const on = useAdapterOnStub();
  const attempt = (stream: string, events: readonly NewEvent[]) => on.store.append(stream, 'no-stream', events);

  /** The outcome is unknown to the caller; only the log knows. */
  const unknown: [string, Fault, 'written' | 'not written'][] = [
    ['a server that says nothing', { kind: 'silent' }, 'not written'],
    ['a server that writes and says nothing', { kind: 'silent', written: true }, 'written'],
    ['a call that ends early with OK', { kind: 'end-ok', written: false }, 'not written'],
    ['a call that ends early with OK after the write', { kind: 'end-ok', written: true }, 'written'],
    ['an answer that comes too late', { kind: 'late', ms: TOO_LATE_MS }, 'written'],
    ['bytes that are no message', { kind: 'bad-payload' }, 'written'],
    ['a message that says nothing', { kind: 'bad-payload', shape: 'empty' }, 'written'],
    ['a connection torn off before the write', { kind: 'drop-before-write' }, 'not written'],
    ['a connection torn off after the write', { kind: 'drop-after-write' }, 'written'],
    ['a server that is not ready', { kind: 'unavailable' }, 'not written'],
    ['the write timeout of the server, the write done', { kind: 'server-timeout', written: true }, 'written'],
    ['the write timeout of the server, nothing written', { kind: 'server-timeout', written: false }, 'not written'],
    ['a status that nobody knows', { kind: 'status', code: 13, details: 'internal' }, 'not written'],
  ];

  it.each(unknown)('met by %s is unavailable, and the same ids again are recorded once', async (_what, fault, outcome) => {
    const [stream, events] = [freshStream(), someEvents(3)];
    on.stub.faults.append.push(fault);
    await expect(attempt(stream, events)).rejects.toBeInstanceOf(EventStoreUnavailable);
    expect(on.stub.log.stream(stream)).toHaveLength(outcome === 'written' ? 3 : 0);
    const answer = await attempt(stream, events);
    const stored = on.stub.log.stream(stream);
    expect(idsOf(stored)).toEqual(idsOf(events));
    expect(answer).toEqual({ revision: 2n, position: stored[2]?.position, positions: stored.map(({ position }) => position) });
    expect(idsOf(await all(on.store, stream))).toEqual(idsOf(events));
  });

  it('whose write happens long after the caller gave up is the same one as its repetition', async () => {
    const [stream, event] = [freshStream(), anEvent()];
    on.stub.faults.append.push({ kind: 'late', ms: TOO_LATE_MS, written: 'late' });
    await expect(attempt(stream, [event])).rejects.toBeInstanceOf(EventStoreUnavailable);
    await attempt(stream, [event]);
    await new Promise((resolve) => setTimeout(resolve, TOO_LATE_MS));
    expect(idsOf(on.stub.log.stream(stream))).toEqual([event.id]);
  });

  it('that lost to another writer while its outcome was unknown is a conflict', async () => {
    const stream = freshStream();
    on.stub.faults.append.push({ kind: 'drop-before-write' });
    await expect(attempt(stream, [anEvent()])).rejects.toBeInstanceOf(EventStoreUnavailable);
    on.stub.inject(stream, { type: 'Foreign', data: '{}' });
    await expect(attempt(stream, [anEvent()])).rejects.toThrow(RevisionConflict);
    expect(on.stub.log.stream(stream)).toHaveLength(1);
  });

  it('waits for a slow answer', async () => {
    on.stub.faults.append.push({ kind: 'late', ms: 50 });
    await expect(attempt(freshStream(), [anEvent()])).resolves.toMatchObject({ revision: 0n });
  });

  it('of one client is not harmed by a fault of another', async () => {
    const other = await openAdapter(on.stub);
    const streams = Array.from({ length: 20 }, freshStream);
    on.stub.faults.append.push({ kind: 'silent' });
    const silent = other.append(freshStream(), 'no-stream', [anEvent()]).catch((error: unknown) => error);
    await Promise.all(streams.map((stream) => attempt(stream, [anEvent()])));
    expect(await silent).toBeInstanceOf(EventStoreUnavailable);
    await other.close();
  });

  it('gets an answer again on the same adapter after a server that hung for many calls', async () => {
    on.stub.setDeaf(true);
    const hung = await Promise.allSettled(Array.from({ length: 5 }, () => attempt(freshStream(), [anEvent()])));
    expect(hung.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    on.stub.setDeaf(false);
    const [stream, event] = [freshStream(), anEvent()];
    const until = async (tries: number): Promise<unknown> =>
      attempt(stream, [event]).catch((error: unknown) => (error instanceof EventStoreUnavailable && tries > 1 ? until(tries - 1) : error));
    await expect(until(10)).resolves.toMatchObject({ revision: 0n });
    expect(idsOf(on.stub.log.stream(stream))).toEqual([event.id]);
  });

  it('survives a restart in the middle of many: each is recorded once', async () => {
    const work = Array.from({ length: 40 }, () => ({ stream: freshStream(), event: anEvent({ id: randomUUID() }) }));
    const patient = async ({ stream, event }: (typeof work)[number], tries = 20): Promise<unknown> =>
      attempt(stream, [event]).catch((error: unknown) => {
        if (!(error instanceof EventStoreUnavailable) || tries === 0) throw error;
        return patient({ stream, event }, tries - 1);
      });
    const appends = work.map((one) => patient(one));
    while (on.stub.counts.append < 10) await new Promise((resolve) => setTimeout(resolve, 1));
    await on.stub.restart();
    await Promise.all(appends);
    expect(work.map(({ stream }) => idsOf(on.stub.log.stream(stream)))).toEqual(work.map(({ event }) => [event.id]));
  });
});
