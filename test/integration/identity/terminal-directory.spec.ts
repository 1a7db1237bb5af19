import { verifyStream } from '../../../src/event-store/audit-hash.js';
import type { EventStore, RecordedEvent } from '../../../src/event-store/event-store.port.js';
import { type AccessScope, type Actor, EVERYWHERE } from '../../../src/kernel/actor.js';
import { TerminalAuthenticator } from '../../../src/identity/application/terminal-authenticator.js';
import { newCredential } from '../../../src/identity/application/terminal-credential.js';
import { TerminalDirectory } from '../../../src/identity/application/terminal-directory.js';
import { TerminalFollower } from '../../../src/identity/application/terminal-follower.js';
import { TerminalList } from '../../../src/identity/application/terminal-list.js';
import { TerminalRecorder, type TerminalResult } from '../../../src/identity/application/terminal-recorder.js';
import type { TerminalCommand } from '../../../src/identity/domain/terminal.js';
import { NobodyKnown } from '../../../src/platform/auth/authenticator.js';
import { hallCatalogue } from '../write-side/examples.js';
import { eventsOf, type Log, LOGS, WriteSide } from '../write-side/harness.js';

const administrator = (scope: AccessScope = EVERYWHERE): Actor => ({ principal: 'chief', role: 'administrator', scope });
/** Of 5 ms each: patient, and not for ever. */
const ATTEMPTS_MAX = 4_000;
jest.setTimeout(60_000);

const codeOf = (result: TerminalResult): string => (result.status === 'refused' ? result.refusal.code : result.status);

/** What one replica knows of terminals, without the framework. */
class Replica {
  readonly directory: TerminalDirectory;
  readonly recorder: TerminalRecorder;
  readonly list: TerminalList;
  private readonly authenticator: TerminalAuthenticator;

  constructor(readonly store: EventStore, side: WriteSide) {
    this.directory = new TerminalDirectory(store);
    this.recorder = new TerminalRecorder(store, this.directory, side.directory, side.clock);
    this.list = new TerminalList(this.directory, side.directory);
    this.authenticator = new TerminalAuthenticator(new NobodyKnown(), side.clock);
    this.authenticator.goBy(this.directory);
  }
  async register(terminalId: string, departmentIds: readonly string[] = ['intake'], hallId = 'hall'): Promise<string> {
    const { secret, digest } = newCredential();
    expect(codeOf(await this.change({ type: 'RegisterTerminal', hallId, terminalId, departmentIds, credentialDigest: digest }))).toBe('recorded');
    return secret;
  }
  change(command: TerminalCommand, scope: AccessScope = EVERYWHERE): Promise<TerminalResult> {
    return this.recorder.record(command, { actor: administrator(scope), correlationId: 'corr-1' });
  }
  bearer(secret: string): Promise<Actor | null> {
    return this.authenticator.authenticate(`Bearer ${secret}`);
  }
}

describe.each(LOGS)('Terminals on the %s log', (_name, open) => {
  let log: Log;
  let side: WriteSide;
  const replica = (): Replica => new Replica(log.store, side);
  beforeAll(async () => {
    log = await open();
    side = new WriteSide(log);
    await side.start();
    await side.load(hallCatalogue);
  });
  afterAll(async () => {
    await side.stop();
    await log.close();
  });

  it('are known at once where they are registered, and at the first request elsewhere', async () => {
    const [here, elsewhere] = [replica(), replica()];
    await elsewhere.directory.open();
    const secret = await here.register('T-1', ['planning', 'intake']);
    const actor = { principal: 'T-1', role: 'terminal', terminalId: 'T-1', scope: { halls: ['hall'], departmentTrees: ['intake', 'planning'] } };
    expect([await here.bearer(secret), await elsewhere.bearer(secret)]).toEqual([actor, actor]);
  });

  it('are chained like every other event, under an index that precedes them', async () => {
    await replica().register('T-chain');
    const [index, stream] = [await eventsOf(log.store, 'terminal-index'), await eventsOf(log.store, 'terminal-hall.T-chain')];
    expect(await verifyStream(index)).toBeNull();
    expect(await verifyStream(stream)).toBeNull();
    expect(stream).toEqual([expect.objectContaining({ type: 'TerminalRegistered', metadata: expect.objectContaining({ principal: 'chief', correlationId: 'corr-1', source: { source: 'terminals', id: expect.any(String) } }) })]);
    expect(index.find(({ data }) => data['terminalId'] === 'T-chain')?.position).toBeLessThan(stream[0]!.position);
  });

  it('are known after a start, which reads their streams and not the log', async () => {
    const secret = await replica().register('T-2');
    const read: string[] = [];
    const watched = Object.assign(Object.create(log.store) as EventStore, {
      readStream: (stream: string, from?: bigint) => (read.push(stream), log.store.readStream(stream, from)),
      subscribeAll: () => { throw new Error('The log was gone through'); },
    });
    const later = new Replica(watched, side);
    expect(await later.directory.open()).toEqual(new Map());
    expect(later.directory.known.bearerOf(later.directory.known.inHall('hall').find(({ terminalId }) => terminalId === 'T-2')!.state.credential, side.clock.nowMs())).not.toBeNull();
    expect(await later.bearer(secret)).toMatchObject({ principal: 'T-2' });
    expect([...new Set(read.map((stream) => stream.split('-')[0]))]).toEqual(['terminal']);
  });

  it('lose their credential on every replica that follows the log', async () => {
    const [here, elsewhere] = [replica(), replica()];
    const follower = new TerminalFollower(log.store, elsewhere.directory);
    await follower.onModuleInit();
    const [rotated, revoked] = [await here.register('T-3'), await here.register('T-4')];
    expect([await elsewhere.bearer(rotated), await elsewhere.bearer(revoked)]).toMatchObject([{ principal: 'T-3' }, { principal: 'T-4' }]);
    await here.change({ type: 'RotateTerminalCredential', hallId: 'hall', terminalId: 'T-3', credentialDigest: newCredential().digest, graceMs: 0 });
    await here.change({ type: 'RevokeTerminal', hallId: 'hall', terminalId: 'T-4' });
    expect([await here.bearer(rotated), await here.bearer(revoked)]).toEqual([null, null]);
    const known = async (): Promise<boolean> => (await elsewhere.bearer(rotated)) !== null || (await elsewhere.bearer(revoked)) !== null;
    for (let attempt = 0; attempt < ATTEMPTS_MAX && (await known()); attempt += 1) await new Promise((resolve) => setTimeout(resolve, 5));
    await follower.beforeApplicationShutdown();
    expect(await known()).toBe(false);
  });

  it('changed by two replicas at once are changed by one after the other', async () => {
    const [here, elsewhere] = [replica(), replica()];
    await here.register('T-5');
    await elsewhere.directory.open();
    const rotate = (one: Replica, digest: string) => one.change({ type: 'RotateTerminalCredential', hallId: 'hall', terminalId: 'T-5', credentialDigest: digest, graceMs: 0 });
    const made = [newCredential(), newCredential()] as const;
    expect((await Promise.all([rotate(here, made[0].digest), rotate(elsewhere, made[1].digest)])).map(codeOf)).toEqual(['recorded', 'recorded']);
    const events: RecordedEvent[] = await eventsOf(log.store, 'terminal-hall.T-5');
    expect(events.map(({ type }) => type)).toEqual(['TerminalRegistered', 'TerminalCredentialRotated', 'TerminalCredentialRotated']);
    expect(await verifyStream(events)).toBeNull();
    const last = made.find(({ digest }) => digest === events.at(-1)?.data['credentialDigest'])!;
    await Promise.all([here.directory.refresh('terminal-hall.T-5'), elsewhere.directory.refresh('terminal-hall.T-5')]);
    for (const one of [here, elsewhere]) expect(await Promise.all(made.map(({ secret }) => one.bearer(secret)))).toEqual(made.map((of) => (of === last ? expect.objectContaining({ principal: 'T-5' }) : null)));
    expect((await Promise.all([here.change({ type: 'RegisterTerminal', hallId: 'hall', terminalId: 'T-6', departmentIds: ['intake'], credentialDigest: made[0].digest }),
      elsewhere.change({ type: 'RegisterTerminal', hallId: 'hall', terminalId: 'T-6', departmentIds: ['intake'], credentialDigest: made[1].digest })])).map(codeOf).sort()).toEqual(['TERMINAL_REGISTERED', 'recorded']);
  });

  it('look at the log twice at most for a flood of credentials that nobody knows', async () => {
    let looks = 0;
    const watched = Object.assign(Object.create(log.store) as EventStore, { head: () => ((looks += 1), log.store.head()) });
    const flooded = new Replica(watched, side);
    const answers = await Promise.all(Array.from({ length: 200 }, () => flooded.bearer(newCredential().secret)));
    expect(answers.every((answer) => answer === null)).toBe(true);
    expect(looks).toBe(2);
    expect(await flooded.bearer('set_short')).toBeNull();
    expect(looks).toBe(2);
  });

  it('of another hall are like those that do not exist: the same answer, nothing read, nothing written', async () => {
    await replica().register('T-7', ['intake'], 'other');
    const [here, own] = [replica(), { halls: ['hall'], departmentTrees: 'all' } as const];
    await here.directory.open();
    const read = jest.spyOn(log.store, 'readStream');
    const head = await log.store.head();
    const asked = (terminalId: string): readonly TerminalCommand[] => [
      { type: 'RotateTerminalCredential', hallId: 'other', terminalId, credentialDigest: newCredential().digest, graceMs: 0 }, { type: 'MoveTerminal', hallId: 'other', terminalId, departmentIds: ['intake'] },
      { type: 'RevokeTerminal', hallId: 'other', terminalId }, { type: 'RegisterTerminal', hallId: 'other', terminalId, departmentIds: ['intake'], credentialDigest: newCredential().digest },
    ];
    const told = async (terminalId: string): Promise<string> => JSON.stringify(await Promise.all(asked(terminalId).map((command) => here.change(command, own)))).replaceAll(terminalId, 'T');
    expect(await told('T-7')).toBe(await told('T-absent'));
    expect((await Promise.all(asked('T-7').map((command) => here.change(command, own)))).map(codeOf)).toEqual(['UNKNOWN_TERMINAL', 'UNKNOWN_TERMINAL', 'UNKNOWN_TERMINAL', 'NOT_IN_YOUR_SCOPE']);
    expect(read.mock.calls).toEqual([]);
    expect(await log.store.head()).toBe(head);
    read.mockRestore();
    expect([await here.list.within(own, 'other'), await here.list.within(own, 'nowhere')]).toEqual([[], []]);
  });

  it('of departments beyond one’s own are neither listed nor changed', async () => {
    const here = replica();
    await here.register('T-8', ['planning', 'intake']);
    const intake = { halls: ['hall'], departmentTrees: ['intake'] } as const;
    expect((await here.list.within(intake, 'hall')).map(({ terminalId }) => terminalId)).not.toContain('T-8');
    expect((await here.list.within({ ...intake, departmentTrees: ['intake', 'planning'] }, 'hall')).map(({ terminalId }) => terminalId)).toContain('T-8');
    const rotating = { type: 'RotateTerminalCredential', hallId: 'hall', terminalId: 'T-8', credentialDigest: newCredential().digest, graceMs: 0 } as const;
    expect(codeOf(await here.change(rotating, intake))).toBe('UNKNOWN_TERMINAL');
    expect(codeOf(await here.change({ type: 'RegisterTerminal', hallId: 'hall', terminalId: 'T-9', departmentIds: ['planning'], credentialDigest: newCredential().digest }, intake))).toBe('NOT_IN_YOUR_SCOPE');
  });
});
