import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { hashOf } from '../../../src/event-store/audit-hash.js';
import { TreeFollower } from '../../../src/proof/application/tree-follower.js';
import { leafHash, leafOf } from '../../../src/proof/domain/merkle.js';
import { rootAt } from '../../../src/proof/domain/tree-paths.js';
import { TreeFiles } from '../../../src/proof/tree-files/tree-files.js';
import { byTheText } from '../../support/proof/by-the-text.js';
import { recordEvents } from '../../support/proof/recorded-log.js';

const leaves = Array.from({ length: 77 }, (_, index) => ({ hash: leafHash(Buffer.of(index)), position: BigInt(index) * 3n + 2n ** 55n }));
const hashes = leaves.map(({ hash }) => hash);
const root = (size: number) => byTheText.root(hashes.slice(0, size)).toString('hex');

describe('The files of the tree', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'tree-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  async function filled(checkpointAt: number | null): Promise<void> {
    const files = await TreeFiles.open(folder);
    await files.append(leaves.slice(0, 40));
    if (checkpointAt === 40) await files.checkpoint();
    await files.append(leaves.slice(40));
    if (checkpointAt === 77) await files.checkpoint();
    await files.close();
  }

  it('give every root and every position back, whatever the batches were', async () => {
    const files = await TreeFiles.open(folder);
    for (const size of [1, 2, 5, 13, 30]) await files.append(leaves.slice(files.size, files.size + size));
    await files.append(leaves.slice(files.size));
    for (let size = 0; size <= 77; size += 1) expect((await rootAt(files, size)).toString('hex')).toBe(root(size));
    expect(await files.positionOf(76)).toBe(2n ** 55n + 228n);
    await expect(files.positionOf(77)).rejects.toThrow('A tree of 77 leaves has no leaf 77');
    await files.close();
  });

  it('go on from the last checkpoint, and cut what came after it', async () => {
    await filled(40);
    const files = await TreeFiles.open(folder);
    expect(files.size).toBe(40);
    expect(statSync(join(folder, 'level-00.nodes')).size).toBe(40 * 32);
    await files.append(leaves.slice(40));
    expect((await rootAt(files, 77)).toString('hex')).toBe(root(77));
    await files.close();
  });

  it.each<[string, () => void]>([
    ['a file that lost its end', () => truncateSync(join(folder, 'level-00.nodes'), 20 * 32 + 7)],
    ['a peak that was not written', () => writeFileSync(join(folder, 'level-06.nodes'), Buffer.alloc(32))],
    ['positions that are gone', () => rmSync(join(folder, 'positions.int64'))],
    ['a checkpoint of another tree', () => writeFileSync(join(folder, 'checkpoint.json'), JSON.stringify({ size: 77, root: root(76) }))],
    ['a checkpoint that is no JSON', () => writeFileSync(join(folder, 'checkpoint.json'), '{"size":')],
    ['no checkpoint', () => rmSync(join(folder, 'checkpoint.json'))],
  ])('begin anew with %s', async (_what, damage) => {
    await filled(77);
    damage();
    const files = await TreeFiles.open(folder);
    expect(files.size).toBe(0);
    await files.append(leaves);
    expect((await rootAt(files, 77)).toString('hex')).toBe(root(77));
    await files.close();
  });

  it('forget a torn record behind a checkpoint', async () => {
    await filled(77);
    appendFileSync(join(folder, 'level-00.nodes'), 'torn');
    const files = await TreeFiles.open(folder);
    expect([files.size, statSync(join(folder, 'level-00.nodes')).size]).toEqual([77, 77 * 32]);
    await files.close();
  });

  describe('that follow a log', () => {
    const follow = async (store: InMemoryEventStore): Promise<TreeFollower> => {
      const follower = new TreeFollower({ store, open: () => TreeFiles.open(folder), onError: (error) => { throw error; }, onProgress: () => undefined });
      follower.start();
      await follower.reach((await store.head()) ?? 0n, 30_000);
      return follower;
    };
    const logOf = async (count: number, from = 0): Promise<InMemoryEventStore> => {
      const store = new InMemoryEventStore();
      if (from > 0) await store.append('department-early', 'no-stream', [(await chained('department-early'))]);
      await recordEvents(store, count);
      return store;
    };
    const chained = async (stream: string) => {
      const one = new InMemoryEventStore();
      await recordEvents(one, 1);
      const [event] = await one.readAll(null, 1);
      const { sealChain } = await import('../../../src/event-store/audit-hash.js');
      const [sealed] = sealChain(stream, 0n, null, [{ id: '00000000-0000-7000-9000-000000000000', type: event?.type ?? '', data: {}, metadata: { principal: 'early' } }]);
      if (sealed === undefined) throw new Error('One fact is one event');
      return sealed;
    };

    it('have a leaf for each event, found by its position', async () => {
      const store = await logOf(40);
      const follower = await follow(store);
      const events = await store.readAll(null, 100);
      expect((await follower.rootAt(40)).toString('hex')).toBe(byTheText.root(events.map((event) => leafOf(hashOf(event)))).toString('hex'));
      for (const [index, { position }] of events.entries()) expect(await follower.indexOf(position)).toBe(index);
      expect(await follower.indexOf(10_000n)).toBeNull();
      await follower.stop();
    });

    it('are thrown away when they are of another log', async () => {
      const first = await follow(await logOf(40));
      const before = (await first.rootAt(40)).toString('hex');
      await first.stop();
      const kept = await TreeFiles.open(folder);
      await kept.append((await (await logOf(40)).readAll(null, 100)).map((event) => ({ hash: leafOf(hashOf(event)), position: event.position })));
      await kept.checkpoint();
      await kept.close();
      const other = await follow(await logOf(40, 1));
      expect(other.size).toBe(41);
      expect((await other.rootAt(40)).toString('hex')).not.toBe(before);
      await other.stop();
      expect(readdirSync(folder)).not.toContain('checkpoint.json');
    });
  });
});
