import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { LeaseLog } from '../../../src/coordination/application/lease-log.js';
import { publishedKeysOf } from '../../../src/proof/domain/signing-keys.js';
import { faultOfHead } from '../../../src/proof/domain/judge-head.js';
import { ProofRefused } from '../../../src/proof/application/proof-refused.js';
import { HeadsFile } from '../../../src/proof/heads/heads-file.js';
import { KeyFile } from '../../../src/proof/heads/key-file.js';
import { Webhook } from '../../../src/proof/heads/webhook.js';
import { ProofService } from '../../../src/proof/proof.service.js';
import { AT, recordEvents } from '../../support/proof/recorded-log.js';

const WAIT_MS = 30_000;
jest.setTimeout(60_000);

describe('Signing', () => {
  let folder: string;
  let treeFolders = 0;
  const running: ProofService[] = [];
  const said: string[] = [];
  const errors: unknown[] = [];
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'audit-')); });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    rmSync(folder, { recursive: true, force: true });
    said.length = errors.length = 0;
  });

  const logOf = async (count: number): Promise<InMemoryEventStore> => {
    const store = new InMemoryEventStore();
    await recordEvents(store, count);
    return store;
  };
  /** A service with the same AUDIT_DIR and a tree of its own, caught up. */
  async function serviceOn(store: InMemoryEventStore, nowMs = Date.parse(AT)): Promise<ProofService> {
    const gauge = { set: () => undefined };
    const metrics = { proofTreeSize: gauge, proofHeadSize: gauge, proofUp: gauge, proofUnsentBytes: gauge };
    const service = new ProofService({
      store, metrics, auditDir: folder, webhook: null, growWaitMs: 100, nowMs: () => nowMs, keys: new KeyFile(folder, () => nowMs), treeFolder: join(folder, `tree-${treeFolders += 1}`),
      say: (line) => said.push(line), onError: (error) => errors.push(error),
    });
    running.push(service);
    service.start();
    await service.tree.reach((await store.head()) ?? 0n, WAIT_MS);
    return service;
  }
  const refused = (code: string, detail: RegExp) => expect.objectContaining({ code, detail: expect.stringMatching(detail) });
  const heads = () => readFileSync(join(folder, 'heads.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));

  it('goes on where another process has ended, and says a head once', async () => {
    const store = await logOf(20);
    const first = await serviceOn(store);
    expect(await first.heads.sign()).toEqual(await first.heads.sign());
    expect(said).toEqual([`${JSON.stringify({ treeHead: heads()[0] })}\n`]);
    await first.stop();
    const bigger = await logOf(30);
    const second = await serviceOn(bigger);
    expect((await second.heads.headCovering((await bigger.head()) ?? 0n, WAIT_MS)).treeSize).toBe(30);
    expect(heads().map(({ treeSize }) => treeSize)).toEqual([20, 30]);
  });

  it('is refused to a log that was cut, rewritten or replaced, and health says so', async () => {
    await (await serviceOn(await logOf(20))).heads.sign();
    const other = new InMemoryEventStore();
    await recordEvents(other, 40);
    const cut = await serviceOn(await logOf(15));
    await expect(cut.heads.sign()).rejects.toEqual(refused('PROOF_INCONSISTENT', /^the log has 15 events, and had 20$/));
    expect(cut.status()).toMatchObject({ fault: 'PROOF_INCONSISTENT', treeSize: 15 });
    // Every event from the fifth on at another place: one was put in before.
    const shifted = new InMemoryEventStore();
    await recordEvents(shifted, 5);
    await new LeaseLog({ store: shifted, nowMs: () => 0, monotonicMs: () => 0, pause: () => Promise.resolve() }, 'early').submit({ type: 'AcquireLease', holder: 'h', ttlMs: 1_000 });
    await shiftedOn(shifted, other);
    const rewritten = await serviceOn(shifted);
    await expect(rewritten.heads.sign()).rejects.toEqual(refused('PROOF_INCONSISTENT', /^its first 20 events are other ones than at/));
    expect(heads()).toHaveLength(1);
    expect(errors.filter((error) => error instanceof ProofRefused && error.code === 'PROOF_INCONSISTENT').length).toBeGreaterThan(0);
  });

  it('accuses no log whose tree was let go of at a stop', async () => {
    const service = await serviceOn(await logOf(20));
    await service.heads.sign();
    await service.stop();
    await expect(service.heads.check()).rejects.toEqual(refused('PROOF_BEHIND', /^$/));
  });

  async function shiftedOn(target: InMemoryEventStore, source: InMemoryEventStore): Promise<void> {
    for (const { stream, revision, id, type, data, metadata } of (await source.readAll(null, 100)).slice(5))
      await target.append(stream, revision === 0n ? 'no-stream' : revision - 1n, [{ id, type, data, metadata }]);
  }

  it('stops before an event that is not what its hash says', async () => {
    const store = await logOf(10);
    const service = await serviceOn(store);
    const [event] = await store.readAll(null, 1);
    await store.append('serviceRequest-hall.bad', 'no-stream', [{ id: '00000000-0000-7000-9000-00000000bad0', type: 'RequestReceived', data: {}, metadata: event?.metadata ?? {} }]);
    await expect(service.heads.headCovering((await store.head()) ?? 0n, WAIT_MS)).rejects.toEqual(refused('PROOF_LOG_BROKEN', /^position \d+$/));
    expect(service.status().fault).toBe('PROOF_LOG_BROKEN');
  });

  it('is not begun with a new key, an open key file, a forged head or a lost one', async () => {
    const store = await logOf(5);
    const service = await serviceOn(store);
    const head = await service.heads.sign();
    const keyFile = join(folder, 'signing-keys.json');
    const key = readFileSync(keyFile);
    chmodSync(keyFile, 0o644);
    await expect(service.heads.check()).rejects.toEqual(refused('PROOF_KEYS', /open to others/));
    rmSync(keyFile);
    await expect(new KeyFile(folder, () => 0).sign('tree-head', {})).rejects.toEqual(refused('PROOF_KEYS', /is gone, though heads were signed/));
    writeFileSync(keyFile, key, { mode: 0o600 });
    appendFileSync(join(folder, 'heads.jsonl'), `${JSON.stringify({ ...head, treeSize: 6 })}\n`);
    await expect(service.heads.check()).rejects.toEqual(refused('PROOF_HEADS', /signature does not fit/));
    writeFileSync(join(folder, 'heads.jsonl'), '');
    await expect(service.heads.check()).rejects.toEqual(refused('PROOF_HEADS', /has lost heads/));
  });

  it('cuts a head that was half written when the power went', async () => {
    const service = await serviceOn(await logOf(5));
    await service.heads.sign();
    appendFileSync(join(folder, 'heads.jsonl'), '{"version":1,"logId"');
    expect((await new HeadsFile(folder).latest())?.treeSize).toBe(5);
    const next = await serviceOn(await logOf(6));
    await next.heads.sign();
    expect(heads().map(({ treeSize }) => treeSize)).toEqual([5, 6]);
  });

  it('goes on under a rotated key in the middle of a run; what an older one signed still counts, after its revocation nothing does', async () => {
    const store = await logOf(5);
    const service = await serviceOn(store);
    await service.heads.sign();
    const file = new KeyFile(folder, () => Date.parse(AT) + 60_000);
    const old = (await file.keys())[0]?.keyId ?? '';
    expect(file.revoke(old)).toBe(false);
    const { keyId } = file.rotate();
    await store.append('department-late', 'no-stream', [await sealedLate()]);
    const head = await service.heads.headCovering((await store.head()) ?? 0n, WAIT_MS);
    expect(head.keyId).toBe(keyId);
    expect(file.revoke(old)).toBe(true);
    const keys = publishedKeysOf(await file.keys()).keys ?? [];
    expect(heads().map((one) => faultOfHead(one, keys, null))).toEqual([null, null]);
    expect(faultOfHead({ ...heads()[0], at: new Date(Date.parse(AT) + 60_000).toISOString() }, keys, null)).toBe('SIGNATURE');
  });

  async function sealedLate() {
    const { sealChain } = await import('../../../src/event-store/audit-hash.js');
    const [event] = sealChain('department-late', 0n, null, [{ id: '00000000-0000-7000-9000-000000000001', type: 'DepartmentRegistered', data: {}, metadata: { principal: 'x' } }]);
    if (event === undefined) throw new Error('One fact is one event');
    return event;
  }

  it('is needed for what is recorded, and not for the leases of the timer that signs', async () => {
    const store = await logOf(5);
    const service = await serviceOn(store);
    expect(await service.needed()).toBe(true);
    await service.signIfItCan();
    expect(await service.needed()).toBe(false);
    await new LeaseLog({ store, nowMs: () => 0, monotonicMs: () => 0, pause: () => Promise.resolve() }, 'tree-heads').submit({ type: 'AcquireLease', holder: 'h', ttlMs: 1_000 });
    expect(await service.needed()).toBe(false);
    await store.append('department-late', 'no-stream', [await sealedLate()]);
    expect(await service.needed()).toBe(true);
    await service.signLast();
    expect(heads().map(({ treeSize }) => treeSize)).toEqual([5, 7]);
  });

  it('sends every head in order until it is taken, follows no redirect, and goes on after a restart', async () => {
    await (await serviceOn(await logOf(5))).heads.sign();
    await (await serviceOn(await logOf(6))).heads.sign();
    const taken: unknown[] = [];
    const answers = [302, 500, 200, 200, 200];
    const server: Server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => { body += chunk.toString(); }).on('end', () => {
        const status = answers.shift() ?? 200;
        if (status === 200) taken.push(JSON.parse(body).treeSize);
        response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/heads`;
    const sent = async (): Promise<void> => {
      let lag = Infinity;
      const webhook = new Webhook({ url, folder, heads: new HeadsFile(folder), onLag: (bytes) => { lag = bytes; }, onError: (error) => errors.push(error), sleep: () => new Promise((resolve) => setImmediate(resolve)) });
      webhook.start();
      while (lag > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await webhook.stop();
    };
    await sent();
    expect(taken).toEqual([5, 6]);
    expect(errors).toEqual([expect.objectContaining({ message: 'The webhook answered 302' })]);
    await (await serviceOn(await logOf(7))).heads.sign();
    await sent();
    expect(taken).toEqual([5, 6, 7]);
    await new Promise((resolve) => server.close(resolve));
  });
});
