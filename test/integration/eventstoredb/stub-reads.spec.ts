import type { AllStreamResolvedEvent, AllStreamSubscription, EventStoreDBClient } from '@eventstore/db-client';
import { counted, useClientOnStub } from '../../support/eventstoredb/real-client.js';

type Filter = NonNullable<NonNullable<Parameters<EventStoreDBClient['subscribeToAll']>[0]>['filter']>;
const PAST_2_53 = 2n ** 53n + 1n;
const byStream = (prefixes: string[]): Filter => ({ filterOn: 'streamName', prefixes, checkpointInterval: 1 });
const byType = (regex: string): Filter => ({ filterOn: 'eventType', regex, checkpointInterval: 1 });

describe('the stub server, read by the real client', () => {
  const on = useClientOnStub({ firstPosition: PAST_2_53 });

  /** Revisions, and `caught up`, until so many messages were seen. */
  async function messages(subscription: AllStreamSubscription, count: number): Promise<unknown[]> {
    const seen: unknown[] = [];
    subscription.on('caughtUp', () => seen.push('caught up'));
    for await (const { event } of subscription as AsyncIterable<AllStreamResolvedEvent>) {
      seen.push(event?.revision);
      if (seen.length >= count) break;
    }
    await subscription.unsubscribe();
    return seen;
  }

  it('reads a stream back, forwards from a revision and backwards from the end', async () => {
    await on.append([counted(0), counted(1), counted(2)], 'no_stream');
    const found = async (options: Parameters<typeof on.client.readStream>[1]) => {
      const data: unknown[] = [];
      for await (const { event } of on.client.readStream(on.stream, options)) data.push([event?.revision, event?.data, event?.metadata]);
      return data;
    };
    const all = [0, 1, 2].map((n) => [BigInt(n), { n }, { n }]);
    expect(await found({})).toEqual(all);
    expect(await found({ fromRevision: 1n, maxCount: 1 })).toEqual([all[1]]);
    expect(await found({ fromRevision: 9n })).toEqual([]);
    expect(await found({ direction: 'backwards', fromRevision: 'end', maxCount: 2 })).toEqual([all[2], all[1]]);
    expect(await found({ direction: 'backwards', fromRevision: 1n })).toEqual([all[1], all[0]]);
  });

  it('says that a stream was not found', async () => {
    const reading = (async () => {
      for await (const _ of on.client.readStream('nobody-knows')) throw new Error('an event');
    })();
    await expect(reading).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  it('reads everything, its own events included, at positions past 2^53 that grow', async () => {
    await on.append([counted(0), counted(1)], 'no_stream');
    const found: AllStreamResolvedEvent[] = [];
    for await (const event of on.client.readAll()) found.push(event);
    const positions = found.map(({ event }) => event?.position.commit ?? 0n);
    expect(positions[0]).toBe(PAST_2_53);
    expect(positions.every((position, index) => index === 0 || position > (positions[index - 1] ?? 0n))).toBe(true);
    expect(found.filter(({ event }) => event?.type.startsWith('$')).length).toBeGreaterThanOrEqual(3);
    const last = found.at(-1)?.event?.position;
    if (!last) throw new Error('nothing read');
    const rest: bigint[] = [];
    for await (const { event } of on.client.readAll({ fromPosition: last })) rest.push(event?.position.commit ?? 0n);
    expect(rest).toEqual([last.commit]);
    const backwards: bigint[] = [];
    for await (const { event } of on.client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 2 }))
      backwards.push(event?.position.commit ?? 0n);
    expect(backwards).toEqual(positions.slice(-2).reverse());
  });

  it('subscribes after a position, tells once that it has caught up, and goes on with what comes', async () => {
    const { position } = await on.append([counted(0)], 'no_stream');
    if (!position) throw new Error('no position');
    await on.append([counted(1), counted(2)], 0n);
    const subscription = on.client.subscribeToAll({ fromPosition: position, filter: byStream([on.stream]) });
    subscription.on('caughtUp', () => void on.append([counted(3), counted(4)], 2n));
    expect(await messages(subscription, 5)).toEqual([1n, 2n, 'caught up', 3n, 4n]);
  });

  it('filters by stream name, by type, and leaves system events out', async () => {
    await on.append([counted(0)], 'no_stream');
    on.stub.inject(on.stream, { type: '$system', data: '{}' });
    on.stub.inject(on.stream, { type: 'Other', data: '{}' });
    const seen = async (filter: Filter) => {
      const types: unknown[] = [];
      const subscription = on.client.subscribeToAll({ filter });
      subscription.on('caughtUp', () => void subscription.unsubscribe());
      for await (const { event } of subscription as AsyncIterable<AllStreamResolvedEvent>) types.push(event?.type);
      return types;
    };
    expect(await seen(byStream([on.stream, 'nothing']))).toEqual(['Counted', '$system', 'Other']);
    expect(await seen(byType('^Oth'))).toEqual(['Other']);
    expect((await seen(byType('^[^\\$].*'))).filter((type) => String(type).startsWith('$'))).toEqual([]);
    expect(await seen({ filterOn: 'eventType', prefixes: ['Other'], checkpointInterval: 1 })).toEqual(['Other']);
  });

  it('sends checkpoints past events that do not match', async () => {
    for (let n = 0; n < 40; n += 1) on.stub.inject('other-1', { type: 'Other', data: '{}' });
    let subscription: AllStreamSubscription | null = null as AllStreamSubscription | null;
    const reached = await new Promise<bigint>((resolve) => {
      const filter = {
        ...byStream(['nothing-']),
        checkpointReached: async (_: unknown, { commit }: { commit: bigint }) => resolve(commit),
      };
      subscription = on.client.subscribeToAll({ filter });
      subscription.resume();
    });
    await subscription?.unsubscribe();
    expect(reached).toBe(PAST_2_53 + 31n * 137n);
  });

  it('hands over what is no JSON as it is', async () => {
    on.stub.inject(on.stream, { type: 'Broken', data: '{"n":', metadata: 'none' });
    for await (const { event } of on.client.readStream(on.stream))
      expect([event?.data, Buffer.from((event?.metadata ?? []) as Uint8Array).toString()]).toEqual(['{"n":', 'none']);
    expect.assertions(1);
  });
});
