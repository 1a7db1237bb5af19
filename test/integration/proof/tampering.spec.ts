import type * as AuditHash from '../../../src/event-store/audit-hash.js';
import { publishedKeysOf } from '../../../src/proof/domain/signing-keys.js';
import { silentProgress } from '../../../src/operations/progress.js';
import { HeadIndex } from '../../../src/proof/verify/head-index.js';
import { type ReadHeads, readHeads } from '../../../src/proof/verify/read-heads.js';
import { type AuditReport, verifyAudit } from '../../../src/proof/verify/verify-audit.js';
import { Witness } from '../../../src/proof/verify/witness.js';
import { RawLog } from '../../support/proof/raw-log.js';
import { AT, linesOf, type RecordedLog, recordedLog } from '../../support/proof/recorded-log.js';
import { cutFrom, duplicate, EDITS, insertAt, moveToEnd, remove, rewriteFrom, swapWithNext, type Tamper } from '../../support/proof/tampering.js';

/** Of one and the same event the hash is computed once: the walks are thousands. */
jest.mock('../../../src/event-store/audit-hash.js', () => {
  const actual = jest.requireActual<typeof AuditHash>('../../../src/event-store/audit-hash.js');
  const hashes = new WeakMap<object, string>();
  return {
    ...actual,
    hashOf: (event: Parameters<typeof actual.hashOf>[0]) => {
      const hash = hashes.get(event) ?? actual.hashOf(event);
      hashes.set(event, hash);
      return hash;
    },
  };
});

const COUNT = 200;
const { signal } = new AbortController();

describe(`${COUNT} recorded events in the store’s own file`, () => {
  let log: RecordedLog;
  let raw: RawLog;
  let heads: ReadHeads;
  let witness: Witness | null;
  const none: ReadHeads = { index: new HeadIndex(), logId: null, findings: [], more: 0 };
  const positions = (): bigint[] => log.events.map(({ position }) => position);

  beforeAll(async () => {
    log = await recordedLog(COUNT, [1, 50, 100, 150, COUNT]);
    raw = RawLog.open(log.file);
    const { keys } = publishedKeysOf([log.key]);
    heads = await readHeads([linesOf(log.heads)], { keys: keys ?? [], nowMs: Date.parse(AT), signal });
    witness = Witness.open(log.treeFolder);
  });
  afterAll(async () => {
    witness?.close();
    await raw.close();
    log.remove();
  });

  const audit = (held = heads, seen = witness): Promise<AuditReport> => verifyAudit({ store: raw, sharedLog: false, heads: held, witness: seen, progress: silentProgress, signal, streamsRemembered: 64 });
  const found = (tamper: Tamper, held = heads, seen = witness) => raw.with(tamper, async () => (await audit(held, seen)).log);
  /** Positions of which the first bad one was not named. */
  async function missed(tamper: (position: bigint) => Tamper, named: (position: bigint) => bigint = (position) => position, at = positions()): Promise<string[]> {
    const wrong: string[] = [];
    for (const position of at) {
      const finding = await found(tamper(position));
      if (finding?.position !== named(position)) wrong.push(`${position}: ${finding?.en ?? 'nothing'}`);
    }
    return wrong;
  }

  it('pass as they are, held against every head', async () => {
    expect(await audit()).toMatchObject({ events: COUNT, headsHeld: 5, uncovered: 0, log: null, logId: log.heads[0]?.logId, root: log.heads.at(-1)?.rootHash });
  });

  it.each(Object.entries(EDITS))('name the first bad position whichever of them has another value in %s', async (_what, edit) => {
    expect(await missed(edit)).toEqual([]);
  });

  it('name the place of each one that is taken out, also the last of its stream', async () => {
    expect(await missed(remove)).toEqual([]);
  });

  it('name the place of a forged one put in anywhere, its chain as it must be; behind the last head it is a new event like others', async () => {
    expect(await missed((position) => insertAt(position - 1n), (position) => position - 1n)).toEqual([]);
    expect(await found(insertAt((positions().at(-1) ?? 0n) + 1n))).toBeNull();
  });

  it('name the first of any two that change places', async () => {
    expect(await missed(swapWithNext, undefined, positions().slice(0, -1))).toEqual([]);
  });

  it('name the place of each one that is moved to the end', async () => {
    expect(await missed(moveToEnd, undefined, positions().slice(0, -1))).toEqual([]);
  });

  it('name the second of any one that is there twice', async () => {
    expect(await missed(duplicate, (position) => position + 1n)).toEqual([]);
  });

  it('name the edited one, also when every hash behind it was made anew; without a head nobody notices', async () => {
    expect(await missed((position) => rewriteFrom(log.events, position))).toEqual([]);
    for (const position of positions().filter((_, index) => index % 20 === 0)) expect(await found(rewriteFrom(log.events, position), none)).toBeNull();
  });

  it('name the first place of a tail that was cut off, however short; without a head nobody notices', async () => {
    expect(await missed(cutFrom)).toEqual([]);
    expect(await found(cutFrom(positions().at(-1) ?? 0n))).toMatchObject({ code: 'CUT', en: expect.stringContaining('had 200 events') });
    expect(await found(cutFrom(positions()[150] ?? 0n), none)).toBeNull();
  });

  it('name the stretch between two heads where the old leaves are lost', async () => {
    for (const [index, position] of positions().entries()) {
      if (index % 9 !== 0) continue;
      const finding = await found(rewriteFrom(log.events, position), heads, null);
      expect(finding?.code).toBe(index === 0 ? 'OTHER_LOG' : 'REWRITTEN');
      if (index > 0) expect(finding?.position).toBe((positions()[([1, 50, 100, 150].findLast((size) => size <= index) ?? 1) - 1] ?? 0n) + 1n);
    }
  });
});
