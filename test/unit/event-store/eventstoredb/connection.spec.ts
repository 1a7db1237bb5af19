import { UnavailableError, WrongExpectedVersionError } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { parseEventStoreDbAddress } from '../../../../src/event-store/event-store-address.js';
import type { Client } from '../../../../src/event-store/eventstoredb/client.js';
import { Connection } from '../../../../src/event-store/eventstoredb/connection.js';
import { Silence } from '../../../../src/event-store/eventstoredb/within.js';

const internal = (): Error => Object.assign(new Error('broken'), { code: status.INTERNAL });
const unavailable = (): Error => new UnavailableError(Object.assign(new Error('gone'), { code: status.UNAVAILABLE, details: 'gone' }) as never);
const conflict = (): Error => new WrongExpectedVersionError(null as never, { streamName: 'a', current: 1n, expected: 0n });

function connection(): { connection: Connection; made: () => number; closed: () => number } {
  let [made, closed] = [0, 0];
  const create = (): Client => {
    made += 1;
    return { closeDown: async () => void (closed += 1) } as unknown as Client;
  };
  const address = parseEventStoreDbAddress('esdb://127.0.0.1:2113?tls=false');
  return { connection: new Connection(address, { failuresMax: 3, appendMs: 5 }, create), made: () => made, closed: () => closed };
}
const fail = (on: Connection, ...errors: Error[]): void => errors.forEach((error) => on.failed(on.client, error));

describe('The client behind the adapter', () => {
  it('is made anew at once after a discovery that failed', () => {
    const { connection: on, made } = connection();
    const first = on.client;
    fail(on, new Error('Failed to discover after 10 attempts.'));
    expect(made()).toBe(2);
    expect(on.client).not.toBe(first);
  });

  it.each([['internal errors', internal], ['calls without an answer', (): Error => new Silence('none')]])('is made anew after three %s in a row', (_case, error) => {
    const { connection: on, made } = connection();
    fail(on, error(), error());
    expect(made()).toBe(1);
    fail(on, error());
    expect(made()).toBe(2);
  });

  it('is kept while calls succeed in between', () => {
    const { connection: on, made } = connection();
    for (let count = 0; count < 5; count += 1) {
      fail(on, internal(), internal());
      on.succeeded(on.client);
    }
    expect(made()).toBe(1);
  });

  it('is kept after what it connects anew for by itself, and after a conflict', () => {
    const { connection: on, made } = connection();
    for (let count = 0; count < 5; count += 1) fail(on, unavailable(), conflict());
    expect(made()).toBe(1);
  });

  it('is replaced once, however many of its calls fail, and closed down afterwards', async () => {
    const { connection: on, made, closed } = connection();
    const { client } = on;
    for (let count = 0; count < 10; count += 1) on.failed(client, new Error('Failed to discover after 1 attempts.'));
    expect([made(), closed()]).toEqual([2, 0]);
    await on.close();
    expect(closed()).toBe(2);
  });
});
