import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { LOOPBACK_CERTIFICATE } from '../../support/eventstoredb/loopback-certificate.js';
import { counted, credentials } from '../../support/eventstoredb/real-client.js';
import { startStub, type Stub, type StubOptions } from '../../support/eventstoredb/stub.js';

describe('the stub server, connected to by the real client', () => {
  const stubs: Stub[] = [];
  const clients: EventStoreDBClient[] = [];
  const start = async (options?: StubOptions): Promise<Stub> => {
    const stub = await startStub(options);
    stubs.push(stub);
    return stub;
  };
  const connect = (connectionString: string): EventStoreDBClient => {
    const client = EventStoreDBClient.connectionString(connectionString);
    clients.push(client);
    return client;
  };
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    for (const stub of stubs.splice(0)) await stub.close();
  });

  it('tells what it can do, or that it does not know the question, and is appended to either way', async () => {
    const modern = await start();
    const old = await start({ capabilities: { serverVersion: null, batchAppend: false } });
    for (const stub of [modern, old]) {
      const appended = connect(stub.connectionString).appendToStream('count-1', counted(0));
      await expect(appended).resolves.toMatchObject({ nextExpectedRevision: 0n });
      expect(stub.counts).toMatchObject({ capabilities: 1, append: 1 });
    }
  });

  it('keeps its log over a restart on the same port', async () => {
    const stub = await start();
    await connect(stub.connectionString).appendToStream('count-1', counted(0), { credentials });
    await stub.stop();
    await stub.restart();
    const read = async () => {
      const found: unknown[] = [];
      for await (const { event } of connect(stub.connectionString).readStream('count-1')) found.push(event?.data);
      return found;
    };
    // The connection that the stop tore off may be tried once more.
    expect(await read().catch(read)).toEqual([{ n: 0 }]);
  });

  it('tells who leads to a client that was given several hosts, and a follower sends on one that wants the leader', async () => {
    const leader = await start();
    const follower = await start({ joins: leader });
    const found = connect(`esdb://127.0.0.1:${follower.port},127.0.0.1:${leader.port}?tls=false`);
    await found.appendToStream('count-1', counted(0), { credentials });
    expect([leader.counts.append, follower.counts.append]).toEqual([1, 0]);
    const direct = connect(follower.connectionString);
    const options = { credentials, requiresLeader: true };
    await expect(direct.appendToStream('count-1', counted(1), options)).rejects.toMatchObject({
      type: 'not-leader',
      leader: { address: '127.0.0.1', port: leader.port },
    });
    await expect(direct.appendToStream('count-1', counted(1), options)).resolves.toMatchObject({ nextExpectedRevision: 1n });
    expect([leader.counts.append, follower.counts.append]).toEqual([2, 0]);
  });

  it('speaks TLS and lets in who knows the password', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stub-tls-'));
    const file = join(folder, 'ca.pem');
    writeFileSync(file, LOOPBACK_CERTIFICATE.cert);
    const stub = await start({ certificate: LOOPBACK_CERTIFICATE, users: { admin: 'pass:word' } });
    const as = (login: string) => connect(`esdb://${login}127.0.0.1:${stub.port}?tls=true&tlsCAFile=${file}`);
    try {
      await expect(as('admin:pass%3Aword@').appendToStream('count-1', counted(0))).resolves.toMatchObject({ success: true });
      const wrong = as('').appendToStream('count-1', counted(1), { credentials });
      await expect(wrong).rejects.toMatchObject({ type: 'access-denied' });
      const untrusted = connect(`esdb://127.0.0.1:${stub.port}?tls=true`).appendToStream('count-1', counted(1), { credentials });
      await expect(untrusted).rejects.toMatchObject({ message: expect.stringContaining('self') });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
