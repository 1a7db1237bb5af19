import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HALL_REFERENCE } from '../../support/hall/hall-reference.js';
import { NOW } from '../../support/hall/hall-server.js';
import { type Replica, startReplica } from '../../support/replicas/replica.js';
import { rawSocket, until } from '../../support/subscriptions/subscriber.js';

jest.setTimeout(120_000);

/** Received on Monday 02-02: by Monday 03-02 at noon five working days are long over, and twenty are nearly. */
const RECEIVED = '2026-02-02T09:00:00+08:00';
const receive = (id: string): string => `mutation { receiveRequest(input: {
  source: "/counter", id: "${id}", requestId: "${id}", occurredAt: "${RECEIVED}", departmentId: "intake", serviceItemCode: "permit", channel: "COUNTER" }) { __typename } }`;

describe('Two replicas on one log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hear-'));
  const replicas: Replica[] = [];
  afterAll(async () => {
    await Promise.all(replicas.map((one) => one.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  it('raise each warning once between them, and the subscribers of both hear of it', async () => {
    const start = async (name: string): Promise<Replica> => {
      const replica = await startReplica(folder, name, () => Date.parse(NOW), { WARNINGS_EVERY_MS: '1000' });
      replicas.push(replica);
      return replica;
    };
    const [a, b] = [await start('a'), await start('b')];
    await a.graphql('administrator', HALL_REFERENCE);
    const sockets = await Promise.all([a, b].map(async (replica) => {
      const socket = await rawSocket(replica.url);
      socket.send({ type: 'connection_init', payload: replica.authorization('analyst') });
      await until(() => socket.received.some(({ type }) => type === 'connection_ack'));
      socket.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { warningRaised { position requestId limit state } }' } });
      return socket;
    }));
    for (let one = 0; one < 10; one += 1) await (one % 2 === 0 ? a : b).graphql('supervisor', receive(`r-${one}`));
    const heard = sockets.map(({ received }) => () => received.filter(({ type }) => type === 'next').map(({ payload }) => payload.data.warningRaised));
    await until(() => heard.every((told) => told().length >= 20));
    const [byA, byB] = heard.map((told) => told());
    expect(byB).toEqual(byA);
    expect(new Set(byA!.map(({ requestId, limit, state }) => `${requestId} ${limit} ${state}`)).size).toBe(20);
    const recorded = (await a.store.readAll(null, 10_000)).filter(({ stream }) => stream.startsWith('warning-'));
    expect(recorded.map(({ position }) => String(position))).toEqual(byA!.map(({ position }) => position));
  });
});
