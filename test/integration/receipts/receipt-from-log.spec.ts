import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyReceipt } from '../../../verifier/verify-receipt.mjs';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { silentProgress } from '../../../src/operations/progress.js';
import { InMemoryVault } from '../../../src/privacy/in-memory.vault.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';
import { receiptFromLog } from '../../../src/receipts/command/receipt-from-log.js';
import { receiptFileName } from '../../../src/receipts/domain/receipt.js';
import { call, complete, hallCatalogue, progress, receive, transfer } from '../write-side/examples.js';
import { NOON_MS, SetClock, WriteSide } from '../write-side/harness.js';

describe('A receipt made on the machine of the log', () => {
  const auditDir = mkdtempSync(join(tmpdir(), 'receipts-'));
  afterAll(() => rmSync(auditDir, { recursive: true, force: true }));
  const store = new InMemoryEventStore();
  const issue = (requestId: string, signal = new AbortController().signal) =>
    receiptFromLog({ store, auditDir, ids: { hallId: 'hall', requestId }, principal: 'receipt:me', correlationId: 'c', clock: new SetClock(), progress: silentProgress, signal });
  beforeAll(async () => {
    const side = new WriteSide({ store, keyring: new VaultKeyring(new InMemoryVault()) });
    await side.load(hallCatalogue);
    await side.records.record(call('R-1', [['1', receive('R-1', 'ID-4403')], ['2', transfer('R-1', 5, 'note')], ['3', progress('R-1', 9, 'planning')]]));
    await side.records.record(call('R-2', [['1', receive('R-2')]]));
    await side.records.record(call('R-1', [['4', complete('R-1', 20, 'planning')]]));
  });

  it('is genuine, also after the log went on, and is recorded as a reading', async () => {
    const first = await issue('R-1');
    const second = await issue('R-1');
    const verified = await Promise.all([first, second].map((one) => verifyReceipt(JSON.stringify(one), { key: one.keys[0]!.publicKey, nowMs: NOON_MS })));
    expect(verified.map(({ code }) => code)).toEqual(['OK', 'OK']);
    expect([first.events.length, second.head.treeSize]).toEqual([4, first.head.treeSize]);
    const reads = (await store.readAll(null, 100)).filter(({ type }) => type === 'HistoryRead');
    expect(reads.map(({ data, metadata }) => [data['requestId'], data['through'], metadata['principal']])).toEqual([['R-1', 'RECEIPT', 'receipt:me'], ['R-1', 'RECEIPT', 'receipt:me']]);
    expect((await issue('R-2')).events).toHaveLength(1);
  });

  it('is none for a request that is not in the log, and nothing is recorded', async () => {
    const before = await store.head();
    await expect(issue('R-9')).rejects.toMatchObject({ code: 'NO_SUCH_REQUEST' });
    expect(await store.head()).toBe(before);
  });

  it('ends when it is told to, and leaves nothing behind', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(issue('R-1', stop.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('receipt-'))).toEqual([]);
  });

  it('has a file name that is one, whatever the request is called', () => {
    expect(receiptFileName('hall', '../../etc/passwd "\r\n')).toBe('receipt-hall..._.._etc_passwd____.json');
  });
});
