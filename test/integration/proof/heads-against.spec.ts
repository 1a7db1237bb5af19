import { silentProgress } from '../../../src/operations/progress.js';
import type { EventStore } from '../../../src/event-store/event-store.port.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import type { TreeHead } from '../../../src/proof/domain/head.js';
import { signHead } from '../../../src/proof/domain/head.js';
import { privateKeyOf } from '../../../src/proof/domain/signature.js';
import { publishedKeysOf } from '../../../src/proof/domain/signing-keys.js';
import { firstKey, newPair } from '../../../src/proof/heads/key-list.js';
import { readHeads } from '../../../src/proof/verify/read-heads.js';
import { verifyAudit } from '../../../src/proof/verify/verify-audit.js';
import { RawLog } from '../../support/proof/raw-log.js';
import { AT, headsOf, linesOf, recordedLog, recordEvents } from '../../support/proof/recorded-log.js';

const { signal } = new AbortController();
const key = firstKey(newPair(), Date.parse(AT));
const keys = publishedKeysOf([key]).keys ?? [];
const resigned = ({ keyId: _keyId, signature: _signature, ...head }: TreeHead, over: object): TreeHead =>
  signHead({ ...head, ...over }, key.keyId, privateKeyOf(key.privateKey ?? ''));

async function logOf(count: number): Promise<InMemoryEventStore> {
  const store = new InMemoryEventStore();
  await recordEvents(store, count);
  return store;
}

describe('Heads that somebody shows', () => {
  async function found(heads: readonly unknown[], store: EventStore, nowMs = Date.parse(AT)) {
    const read = await readHeads([linesOf(heads)], { keys, nowMs, signal });
    const { log, headsHeld } = await verifyAudit({ store, sharedLog: false, heads: read, witness: null, progress: silentProgress, signal });
    return { codes: [...(log === null ? [] : [log.code]), ...read.findings.map(({ code }) => code)], texts: read.findings.map(({ en }) => en), headsHeld };
  }
  let store: InMemoryEventStore;
  let heads: TreeHead[];
  beforeAll(async () => {
    store = await logOf(30);
    heads = headsOf(await store.readAll(null, 100), [10, 20, 30], key);
  });

  it('count when they are signed and fit, in whatever order', async () => {
    expect(await found(heads, store)).toEqual({ codes: [], texts: [], headsHeld: 3 });
    expect(await found(heads.toReversed(), store)).toEqual({ codes: [], texts: [], headsHeld: 3 });
  });

  it('also as the lines of standard output have them', async () => {
    expect(await found(heads.map((head) => ({ treeHead: head })), store)).toEqual({ codes: [], texts: [], headsHeld: 3 });
  });

  it('give two roots for one size away as a split view', async () => {
    const { codes, texts } = await found([...heads, resigned(heads[1] as TreeHead, { rootHash: 'e'.repeat(64) })], store);
    expect(codes).toEqual(['REWRITTEN', 'SPLIT_VIEW']);
    expect(texts[0]).toContain('heads.jsonl:2 and heads.jsonl:4: two heads over 20 events');
  });

  it('give a log with another first event away, and one head of it among others', async () => {
    const other = new InMemoryEventStore();
    await recordEvents(other, 31);
    const events = (await other.readAll(null, 100)).slice(1);
    const foreign = headsOf(events, [10], key);
    expect((await found(foreign, store)).codes).toEqual(['OTHER_LOG']);
    expect(await found([...heads, ...foreign], store)).toMatchObject({ codes: ['OTHER_LOG'], headsHeld: 3 });
  });

  it('do not count from an unknown key, with another signature, or ahead of the clock', async () => {
    const stranger = headsOf(await store.readAll(null, 100), [20], firstKey(newPair(), Date.parse(AT)));
    expect(await found([...stranger, { ...heads[0], treeSize: 11 }, 'no head'], store)).toMatchObject({
      codes: ['HEAD_REFUSED', 'HEAD_REFUSED', 'HEAD_UNREADABLE'],
      texts: [expect.stringContaining('signed by a key that is not in the list'), expect.stringContaining('heads.jsonl:2: the head does not count: its signature does not fit'), expect.stringContaining(':3: this is no head')],
    });
    expect((await found(heads, store, Date.parse(AT) - 300_001)).codes).toEqual(['HEAD_REFUSED', 'HEAD_REFUSED', 'HEAD_REFUSED']);
  });

  it('are ahead of a log that was restored from an older copy', async () => {
    expect((await found(heads, await logOf(25))).codes).toEqual(['CUT']);
  });

  it('are of the same tree where the log’s events have other positions, as after a copy', async () => {
    const copied = await recordedLog(30, []);
    const copy = RawLog.open(copied.file);
    expect(copied.events.at(-1)?.position).not.toBe((await store.readAll(null, 100)).at(-1)?.position);
    expect((await found(heads, copy)).headsHeld).toBe(3);
    await copy.close();
    copied.remove();
  });
});
