import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { verifyStream } from '../../../src/event-store/audit-hash.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { KeyFileVault } from '../../../src/privacy/key-file.vault.js';
import type { SealedText } from '../../../src/privacy/keyring.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';
import { call, hallCatalogue, progress, receive, streamOfRequest, transfer } from './examples.js';
import { eventsOf, WriteSide } from './harness.js';

const APPLICANT = 'ID-440301199901011234';
const NOTE = 'applicant says the 营业执照 is lost';
const OTHER = 'ID-110101200002024321';

describe('What lies on the disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'at-rest-'));
  const open = async () => {
    const store = await SqliteEventStore.open(join(folder, 'events.sqlite'));
    return { store, keyring: new VaultKeyring(new KeyFileVault(join(folder, 'keys.sqlite'))) };
  };
  const closed = async ({ store, keyring }: Awaited<ReturnType<typeof open>>): Promise<void> => {
    await store.close();
    await keyring.close();
  };
  const bytes = (): Buffer => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('never holds an applicant reference or a free text in clear, neither in the log nor beside the keys', async () => {
    const log = await open();
    const side = new WriteSide(log);
    await side.load(hallCatalogue);
    await side.records.record(call('R-1', [['1', receive('R-1', APPLICANT)], ['2', transfer('R-1', 5, NOTE)]]));
    await side.records.record(call('R-2', [['1', receive('R-2', OTHER)]]));
    await side.records.record(call('R-3', [['1', receive('R-3')], ['2', progress('R-3', 5, 'intake', NOTE)]]));
    const whileOpen = bytes();
    await closed(log);
    for (const found of [whileOpen, bytes()]) {
      for (const secret of [APPLICANT, OTHER, NOTE, Buffer.from(APPLICANT).toString('base64').slice(0, 24)]) expect(found.includes(secret)).toBe(false);
      expect(found.includes('RequestTransferred')).toBe(true); // The scan does see what is written.
    }
  });

  it('keeps the keys for their owner alone', () => {
    const modes = readdirSync(folder).filter((name) => name.startsWith('keys.')).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });

  it('opens with the keys, one key for all of an applicant, and is noise once that key is erased', async () => {
    const log = await open();
    const [receipt, moved] = await eventsOf(log.store, streamOfRequest('R-1'));
    const sealed = [receipt?.data['applicant'], moved?.data['note']] as SealedText[];
    expect(await Promise.all(sealed.map((one) => log.keyring.open(one)))).toEqual([APPLICANT, NOTE]);
    expect(new Set(sealed.map(({ keyId }) => keyId)).size).toBe(1);
    await log.keyring.erase(sealed[0]!.keyId);
    expect(await Promise.all(sealed.map((one) => log.keyring.open(one)))).toEqual([null, null]);
    expect(await verifyStream(await eventsOf(log.store, streamOfRequest('R-1')))).toBeNull();
    await closed(log);
  });

  it('makes no key when a receipt is sent again or refused, by a process that has not read the request', async () => {
    const log = await open();
    const resends = [['1', receive('R-1', APPLICANT)], ['1', receive('R-2', APPLICANT)], ['9', receive('R-3', 'never-seen')]] as const;
    const statuses = [];
    for (const [id, command] of resends) {
      const side = new WriteSide(log);
      await side.directory.catchUp();
      statuses.push(...(await side.records.record(call(command.data.requestId, [[id, command]]))).map(({ status }) => status));
    }
    expect(statuses).toEqual(['already-recorded', 'refused', 'refused']);
    for (const reference of [APPLICANT, 'never-seen']) expect(await log.keyring.lookup(`applicant:hall:${reference}`)).toBeNull();
    expect(await log.keyring.lookup(`applicant:hall:${OTHER}`)).not.toBeNull();
    await closed(log);
  });

  it('still recognises resends of a forgotten applicant, and seals what follows with another key', async () => {
    const log = await open();
    const side = new WriteSide(log);
    await side.directory.catchUp();
    const results = await side.records.record(
      call('R-1', [['1', receive('R-1', APPLICANT)], ['2', transfer('R-1', 5, NOTE)], ['3', progress('R-1', 9, 'planning', 'goes on')]]),
    );
    expect(results.map(({ status }) => status)).toEqual(['already-recorded', 'already-recorded', 'recorded']);
    const [receipt, , later] = await eventsOf(log.store, streamOfRequest('R-1'));
    expect((later?.data['note'] as SealedText).keyId).not.toBe((receipt?.data['applicant'] as SealedText).keyId);
    expect(await log.keyring.open(later?.data['note'] as SealedText)).toBe('goes on');
    await closed(log);
  });

  it('makes no key for a command that is refused', async () => {
    const log = await open();
    const side = new WriteSide(log);
    await side.directory.catchUp();
    const keys = (): unknown => new DatabaseSync(join(folder, 'keys.sqlite'), { readOnly: true }).prepare('SELECT count(*) AS n FROM keys').get();
    const before = keys();
    await side.records.record(call('R-nowhere', [['1', progress('R-nowhere', 5, 'intake', 'text')]]));
    expect(keys()).toEqual(before);
    await closed(log);
  });

  it('names the event that somebody edited in the file', async () => {
    const db = new DatabaseSync(join(folder, 'events.sqlite'));
    db.exec(`UPDATE events SET data = replace(data, '"toDepartmentId":"planning"', '"toDepartmentId":"intake"') WHERE type = 'RequestTransferred'`);
    db.close();
    const log = await open();
    expect(await verifyStream(await eventsOf(log.store, streamOfRequest('R-1')))).toBe(1n);
    expect(await verifyStream(await eventsOf(log.store, streamOfRequest('R-2')))).toBeNull();
    await closed(log);
  });
});
