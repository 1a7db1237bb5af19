import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { categoryOf } from '../../../src/event-store/event-store.port.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { leaseStream } from '../../../src/coordination/domain/lease-events.js';
import { sealedUnder } from '../../../src/operations/backup/sealed-keys.js';
import { readManifest } from '../../../src/operations/backup/manifest.js';
import { copyLog } from '../../../src/operations/copy/copy-log.js';
import { historyReadStream, historySearchStream } from '../../../src/audit/domain/audit-events.js';
import { erasureStreamOf } from '../../../src/erasure/domain/erasure-events.js';
import { terminalStream } from '../../../src/identity/domain/terminal-events.js';
import { isOurs, OUR_CATEGORIES } from '../../../src/operations/our-categories.js';
import { silentProgress } from '../../../src/operations/progress.js';
import { KeyFileVault } from '../../../src/privacy/key-file.vault.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';
import { calendarStream, departmentStream, formulaStream, INDEX_STREAM, officerStream, serviceItemStream } from '../../../src/reference-data/domain/reference-streams.js';
import { rectificationStream } from '../../../src/rectification/domain/rectification-events.js';
import { streamOf } from '../../../src/service-request/domain/events.js';
import { warningStreamOf } from '../../../src/warnings/domain/warning-events.js';
import { call, hallCatalogue, progress, receive, transfer } from '../write-side/examples.js';
import { WriteSide } from '../write-side/harness.js';
import { DataFolders } from './data-folders.js';
import { contentsOf } from './hall-log.js';

jest.setTimeout(60_000);
const folders = new DataFolders();

async function recordedHall(name: string): Promise<void> {
  const store = await SqliteEventStore.open(folders.path(name, 'events.sqlite'));
  const keyring = new VaultKeyring(new KeyFileVault(folders.path(name, 'keys.sqlite')));
  const side = new WriteSide({ store, keyring });
  await side.load(hallCatalogue);
  await side.records.record(call('R-1', [['1', receive('R-1', 'ID-1')], ['2', transfer('R-1', 5, 'a note')]]));
  await side.records.record(call('R-2', [['1', receive('R-2')], ['2', progress('R-2', 5, 'intake', 'another')]]));
  await store.close();
  await keyring.close();
}

describe('What the write side records', () => {
  it('stands in streams of the categories that are copied', () => {
    const reference = [departmentStream('a'), officerStream('a'), serviceItemStream('a'), formulaStream('a'), calendarStream('a'), INDEX_STREAM];
    const streams = [streamOf('hall', 'R-1'), warningStreamOf('hall', 'R-1'), rectificationStream('hall', 'R-1'), historyReadStream('hall', 'R-1'), historySearchStream('hall'), terminalStream('hall', 'T-1'), erasureStreamOf('00000000-0000-0000-0000-000000000000'), ...reference, leaseStream('a')];
    expect(streams.filter((stream) => !isOurs(stream))).toEqual([]);
    expect(streams.map(categoryOf).sort()).toEqual([...OUR_CATEGORIES].sort());
  });

  it('is backed up, verified and restored with the keys of its texts, and copied to another store', async () => {
    const name = randomUUID();
    await recordedHall(name);
    expect((await folders.backup(name, `${name}-backup`)).code).toBe(0);
    const manifest = readManifest(folders.path(`${name}-backup`));
    expect(manifest).toMatchObject({ textsWithoutKey: 0, keys: { count: 2, erased: 0 } });
    expect((await folders.restore(`${name}-backup`, `${name}-new`)).code).toBe(0);
    cpSync(folders.path(name), folders.path(`${name}-copy`), { recursive: true });
    const source = await SqliteEventStore.open(join(folders.path(`${name}-copy`), 'events.sqlite'));
    const target = new InMemoryEventStore();
    const copied = await copyLog({
      source: { store: source, label: 's', appliesGroupsInOrder: true, shared: false },
      target: { store: target, label: 't', appliesGroupsInOrder: false, shared: true },
      progress: silentProgress,
      signal: new AbortController().signal,
    });
    expect(copied).toMatchObject({ copied: manifest.events.count, digest: manifest.events.digest });
    expect(await folders.contents(`${name}-new`)).toEqual(await contentsOf(target));
    const sealed = (await contentsOf(target)).flatMap(({ data }) => sealedUnder(data));
    expect(new Set(sealed).size).toBe(2);
    await source.close();
  });
});
