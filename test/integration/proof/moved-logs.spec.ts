import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EventStore } from '../../../src/event-store/event-store.port.js';
import { logSchema } from '../../../src/event-store/sqlite/schema.js';
import { InMemoryEventStore } from '../../../src/event-store/in-memory/in-memory.event-store.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { takeBackup } from '../../../src/operations/backup/take-backup.js';
import { copyLog } from '../../../src/operations/copy/copy-log.js';
import { dumpLog } from '../../../src/operations/dump/dump-log.js';
import { loadLog } from '../../../src/operations/dump/load-log.js';
import type { OpenedLog } from '../../../src/operations/logs/log-address.js';
import { silentProgress as progress } from '../../../src/operations/progress.js';
import { restoreBackup } from '../../../src/operations/restore/restore-backup.js';
import { readHeads } from '../../../src/proof/verify/read-heads.js';
import { type AuditReport, verifyAudit } from '../../../src/proof/verify/verify-audit.js';
import { publishedKeysOf } from '../../../src/proof/domain/signing-keys.js';
import { useAdapterOnStub } from '../../support/eventstoredb/adapter-on-stub.js';
import { compileSources } from '../../support/compile-sources.js';
import { PROOF_COMMANDS } from '../../support/proof/proof-commands.js';
import { AT, linesOf, recordEvents, type RecordedLog, recordedLog, writeAuditDir } from '../../support/proof/recorded-log.js';

jest.setTimeout(120_000);
const COUNT = 120;
const { signal } = new AbortController();

describe('A log with signed heads', () => {
  let log: RecordedLog;
  let source: OpenedLog;
  const files = mkdtempSync(join(tmpdir(), 'moved-'));
  beforeAll(async () => {
    log = await recordedLog(COUNT, [20, 90, COUNT]);
    source = opened(await SqliteEventStore.open(log.file), 'the log', false);
  });
  afterAll(async () => {
    await source.store.close();
    log.remove();
    rmSync(files, { recursive: true, force: true });
  });

  const opened = (store: EventStore, label: string, shared: boolean): OpenedLog => ({ store, label, shared, appliesGroupsInOrder: !shared });
  async function audit({ store, shared }: OpenedLog): Promise<AuditReport> {
    const heads = await readHeads([linesOf(log.heads)], { keys: publishedKeysOf([log.key]).keys ?? [], nowMs: Date.parse(AT), signal });
    expect(heads.findings).toEqual([]);
    return verifyAudit({ store, sharedLog: shared, heads, witness: null, progress, signal });
  }
  const whole = () => ({ events: COUNT, log: null, headsHeld: 3, uncovered: 0, logId: log.heads[0]?.logId, root: log.heads[2]?.rootHash });
  async function inFile<T>(name: string, work: (target: OpenedLog) => Promise<T>): Promise<T> {
    const target = opened(await SqliteEventStore.open(join(files, name)), name, false);
    return work(target).finally(() => target.store.close());
  }

  describe('on EventStoreDB, between the streams of others', () => {
    const on = useAdapterOnStub();
    const billed = () => on.stub.inject('billing-1', { id: randomUUID(), type: 'Billed', data: '{"n":1}', metadata: '{}' });
    /** The beginning of the log, streams of others, and the rest. */
    async function copied(): Promise<OpenedLog> {
      const target = opened(on.store, 'server', true);
      const beginning = new InMemoryEventStore();
      await recordEvents(beginning, 20);
      for (const from of [opened(beginning, 'beginning', false), source]) {
        billed();
        await copyLog({ source: from, target, progress, signal });
        billed();
      }
      return target;
    }
    const verify = (auditDir: string): Promise<string> =>
      promisify(execFile)(process.execPath, [join(compiled(), 'proof', 'audit-verify.main.js'), '--from', on.stub.connectionString, '--audit-dir', auditDir, '--data', files, '--quiet'], { env: { PATH: process.env['PATH'] } })
        .then(({ stdout }) => stdout, (error: { stderr: string }) => error.stderr);
    let programs = '';
    const compiled = () => (programs ||= compileSources(files, PROOF_COMMANDS));

    it('holds with the same root as where it came from; a tampered event is named, also by the command', async () => {
      const target = await copied();
      expect(await audit(target)).toMatchObject(whole());
      const auditDir = join(files, 'audit');
      mkdirSync(auditDir);
      writeAuditDir(auditDir, log.heads, [log.key]);
      expect(await verify(auditDir)).toContain(`${COUNT} events hold`);
      for (const [index, { stream, revision }] of [...log.events.entries()].filter(([at]) => at % 17 === 3)) {
        const there = on.stub.log.stream(stream)[Number(revision)]!;
        const sound = there.data;
        const tampered = Buffer.from(sound);
        tampered[sound.indexOf(`"n${index}"`) + 1] = 'm'.charCodeAt(0);
        there.data = tampered;
        expect((await audit(target)).log).toMatchObject({ code: 'BROKEN', position: there.position });
        if (index === 3) expect(await verify(auditDir)).toContain(`position ${there.position}`);
        there.data = sound;
      }
      expect(await audit(target)).toMatchObject(whole());
    });

    it('comes back with the same root', async () => {
      const target = await copied();
      await inFile('back.sqlite', async (back) => {
        await copyLog({ source: target, target: back, progress, signal });
        expect(await audit(back)).toMatchObject(whole());
        await back.store.append('department-forged', 'no-stream', [{ id: randomUUID(), type: 'Forged', data: {}, metadata: {} }]);
        expect((await audit(back)).log).toMatchObject({ code: 'BROKEN' });
      });
    });
  });

  it('has the same root where a dump of it was loaded; with one event fewer it is CUT', async () => {
    await dumpLog({ source, to: join(files, 'log.jsonl.gz'), progress, signal });
    await inFile('loaded.sqlite', async (target) => {
      await loadLog({ from: join(files, 'log.jsonl.gz'), target, progress, signal });
      expect(await audit(target)).toMatchObject(whole());
    });
    const shorter = new InMemoryEventStore();
    await recordEvents(shorter, COUNT - 1);
    await dumpLog({ source: opened(shorter, 'shorter', false), to: join(files, 'shorter.jsonl'), progress, signal });
    await inFile('shorter.sqlite', async (target) => {
      await loadLog({ from: join(files, 'shorter.jsonl'), target, progress, signal });
      expect((await audit(target)).log).toMatchObject({ code: 'CUT' });
    });
  });

  it('is told as CUT once an older backup was restored, by the heads that were kept', async () => {
    const dataDir = join(files, 'data');
    const openLog = (file: string) => SqliteEventStore.open(file);
    const inPlace = (work: (target: OpenedLog) => Promise<void>) => inFile('data/events.sqlite', work);
    mkdirSync(dataDir);
    await inPlace(({ store }) => recordEvents(store, 90));
    await takeBackup({ dataDir, to: join(files, 'backup'), keysElsewhere: true, openLog, schema: logSchema, nowMs: () => Date.parse(AT), progress, signal });
    await inPlace(async (target) => {
      await copyLog({ source, target, progress, signal });
      expect(await audit(target)).toMatchObject(whole());
    });
    await restoreBackup({ from: join(files, 'backup'), keysFile: null, dataDir, readModelDir: join(dataDir, 'read-model'), replaceLog: true, openLog, nowMs: () => Date.parse(AT), progress, signal });
    await inPlace(async (target) => {
      const { log: finding, headsHeld, events } = await audit(target);
      expect([finding?.code, headsHeld, events]).toEqual(['CUT', 2, 90]);
      expect(finding?.en).toContain(`${COUNT - 90}`);
    });
  });
});
