import { Logger } from '@nestjs/common';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ErasureFollower, RECONCILER } from '../../../src/erasure/application/erasure-follower.js';
import { Erasures } from '../../../src/erasure/application/erasures.js';
import type { EventStore, SubscriptionMessage } from '../../../src/event-store/event-store.port.js';
import { ForwardingEventStore } from '../../../src/event-store/forwarding.event-store.js';
import { SqliteEventStore } from '../../../src/event-store/sqlite/sqlite.event-store.js';
import { verifyLog } from '../../../src/operations/logs/verify-log.js';
import { silentProgress as progress } from '../../../src/operations/progress.js';
import { KeyFileVault } from '../../../src/privacy/key-file.vault.js';
import type { SealedText } from '../../../src/privacy/keyring.js';
import { VaultKeyring } from '../../../src/privacy/vault-keyring.js';
import { ANNA, BEN } from '../../support/erasure/world.js';
import { compileSources } from '../../support/compile-sources.js';
import { call, hallCatalogue, receive, streamOfRequest, transfer } from '../write-side/examples.js';
import { eventsOf, SetClock, WriteSide } from '../write-side/harness.js';

jest.setTimeout(120_000);
const CHILD = join(import.meta.dirname, '../../support/erasure/killed-while-erasing.child.mjs');

/** Knows when a follower has dealt with everything up to the end: it asks for more. */
class Watched extends ForwardingEventStore {
  private dealtWith: () => void = () => undefined;
  readonly caughtUp = new Promise<void>((resolve) => (this.dealtWith = resolve));

  override async *subscribeAll(...args: Parameters<EventStore['subscribeAll']>): AsyncGenerator<SubscriptionMessage> {
    for await (const message of super.subscribeAll(...args)) {
      yield message;
      if (message.kind === 'caught-up') this.dealtWith();
    }
  }
}

describe('An erasure whose process is killed', () => {
  const root = mkdtempSync(join(tmpdir(), 'erasing-'));
  const told = join(root, 'told');
  let compiled: string;
  beforeAll(async () => {
    compiled = compileSources(root, /^(kernel|event-store|privacy|erasure\/(application\/(erasures|erasure-stream)|domain))\b.*(?<!\.module)\.ts$/);
    cpSync(CHILD, join(compiled, 'child.mjs'));
    await opened(told, async ({ store, keyring }) => {
      const side = new WriteSide({ store, keyring });
      await side.load(hallCatalogue);
      for (const [id, applicant] of [['R-1', ANNA], ['R-2', BEN]] as const)
        await side.records.record(call(id, [['1', receive(id, applicant)], ['2', transfer(id, 5, `note of ${applicant}`)]]));
    });
  });
  beforeEach(() => Logger.overrideLogger(false));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  type Opened = Awaited<ReturnType<typeof open>>;
  async function open(folder: string) {
    const keyring = new VaultKeyring(new KeyFileVault(join(folder, 'keys.sqlite')));
    const store = await SqliteEventStore.open(join(folder, 'events.sqlite'));
    const textOf = async (id: string) => keyring.open((await eventsOf(store, streamOfRequest(id)))[1]?.data['note'] as SealedText);
    const erasures = async () => (await store.readAll(null, 1_000)).filter(({ stream }) => stream.startsWith('erasure-')).map(({ type, metadata }) => `${type} by ${String(metadata['principal'])}`);
    return { store, keyring, textOf, erasures };
  }
  async function opened<T>(folder: string, work: (log: Opened) => Promise<T>): Promise<T> {
    const log = await open(folder);
    return work(log).finally(async () => { await log.store.close(); await log.keyring.close(); });
  }
  async function killed(point: string): Promise<string> {
    const folder = mkdtempSync(join(root, 'killed-'));
    cpSync(told, folder, { recursive: true });
    const child = spawn(process.execPath, [join(compiled, 'child.mjs'), compiled, folder, ANNA, point], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    expect([point, said, code, signal]).toEqual([point, '', null, 'SIGKILL']);
    return folder;
  }
  /** The next start, until it has looked at the whole log and done what it does then. @returns what it said of it */
  async function nextStart({ store, keyring }: Opened): Promise<readonly unknown[]> {
    const warn = jest.spyOn(Logger.prototype, 'warn');
    const watched = new Watched(store);
    const follower = new ErasureFollower(watched, keyring, new Erasures(store, keyring, new SetClock()));
    follower.onApplicationBootstrap();
    await watched.caughtUp;
    await follower.beforeApplicationShutdown();
    const said = warn.mock.calls.map(([text]) => text as unknown);
    warn.mockRestore();
    return said;
  }

  it.each([
    ['behind ErasureRequested', `note of ${ANNA}`], ['within the key', expect.anything()], ['behind the key', null],
  ])('%s is finished by the next start, which says so; nothing of it is silent', async (point, left) => {
    const folder = await killed(point);
    await opened(folder, async (log) => {
      expect(await log.erasures()).toEqual(['ErasureRequested by admin-1']);
      if (point !== 'within the key') expect(await log.textOf('R-1')).toBe(left);
      expect(await nextStart(log)).toEqual([expect.stringMatching(/requested and not completed.*[一-龥]/)]);
      expect(await log.erasures()).toEqual(['ErasureRequested by admin-1', `ErasureCompleted by ${RECONCILER}`]);
      expect([await log.textOf('R-1'), await log.textOf('R-2')]).toEqual([null, `note of ${BEN}`]);
      expect((await verifyLog(log.store, { progress, signal: new AbortController().signal, sharedLog: false })).events).toBeGreaterThan(5);
    });
  });

  it('before it was recorded was never begun, and behind its completion is done: the next start has nothing to say', async () => {
    await opened(await killed('before ErasureRequested'), async (log) => {
      expect(await nextStart(log)).toEqual([]);
      expect([await log.erasures(), await log.textOf('R-1')]).toEqual([[], `note of ${ANNA}`]);
    });
    await opened(await killed('behind ErasureCompleted'), async (log) => {
      expect(await nextStart(log)).toEqual([]);
      expect([await log.erasures(), await log.textOf('R-1')]).toEqual([['ErasureRequested by admin-1', 'ErasureCompleted by admin-1'], null]);
    });
  });
});
