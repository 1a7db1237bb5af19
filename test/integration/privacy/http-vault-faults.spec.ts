import { HttpVault, type HttpVaultTimes } from '../../../src/privacy/http/http.vault.js';
import { type KeysUnavailable } from '../../../src/privacy/keyring.js';
import { forbidStrayErrors } from '../../support/eventstoredb/no-stray-errors.js';
import {
  answering,
  dropped,
  droppedMidAnswer,
  type Fault,
  type FaultyKeyServer,
  KEY,
  right,
  silent,
  startFaultyKeyServer,
  stuckMidAnswer,
} from '../../support/privacy/faulty-key-server.js';

/** Patient: a busy machine is no fault. */
const TIMES: HttpVaultTimes = { callMsMax: 30_000, attemptMsMax: 5_000, backoffFirstMs: 2, backoffMsMax: 20 };
const HASTY = { callMsMax: 300, attemptMsMax: 100 };
const failureOf = (promise: Promise<unknown>): Promise<KeysUnavailable> =>
  promise.then(
    () => {
      throw new Error('It was answered');
    },
    (error: KeysUnavailable) => error,
  );

describe('A vault over HTTP', () => {
  forbidStrayErrors();
  let server: FaultyKeyServer;
  let vault: HttpVault;
  const open = (times: Partial<HttpVaultTimes> = {}): HttpVault => new HttpVault(server.address, { ...TIMES, ...times });
  beforeEach(async () => {
    server = await startFaultyKeyServer();
    vault = open();
  });
  afterEach(async () => {
    await vault.close();
    await server.stop();
  });
  const found = async (): Promise<string> => (await vault.find('s')).keyId;

  it.each<readonly [string, Fault]>([
    ['says nothing', silent],
    ['drops the connection', dropped],
    ['drops it in the middle of its answer', droppedMidAnswer],
    ['stops in the middle of its answer', stuckMidAnswer],
    ['answers 500', answering(500, 'oh')],
    ['is busy', answering(503, { code: 'BUSY' })],
    ['has waited too long', answering(408, '')],
  ])('asks again when the server %s', async (_what, fault) => {
    await vault.close();
    vault = open({ attemptMsMax: 500 });
    server.faults.push(fault, fault);
    expect(await found()).toBe(KEY.keyId);
    expect(server.asked).toEqual([1, 2, 3].map(() => [{ kind: 'find', name: 's' }]));
  });

  it('asks again also to load and to erase', async () => {
    server.faults.push(droppedMidAnswer);
    expect((await vault.load(KEY.keyId))?.keyId).toBe(KEY.keyId);
    server.faults.push(droppedMidAnswer);
    await vault.erase(KEY.keyId);
    expect(server.asked.map(([operation]) => operation?.kind)).toEqual(['load', 'load', 'erase', 'erase']);
  });

  it.each<readonly [string, Fault]>([
    ['says nothing at all', silent],
    ['fails always', answering(500, '')],
    ['drops everything', dropped],
  ])('gives up in time when the server %s, and goes on when it answers again', async (_what, fault) => {
    await vault.close();
    vault = open({ ...HASTY, callMsMax: 1_000 });
    server.faults.push(...Array.from({ length: 5_000 }, () => fault));
    expect(await failureOf(vault.find('s'))).toMatchObject({ name: 'KeysUnavailable', code: 'KEYRING_NO_ANSWER' });
    expect(server.asked.length).toBeGreaterThan(1);
    server.faults.length = 0;
    expect(await found()).toBe(KEY.keyId);
  });

  it('gives up in time also on those that wait behind others, each at its own', async () => {
    await vault.close();
    vault = open(HASTY);
    server.faults.push(...Array.from({ length: 500 }, () => silent));
    const errors = await Promise.all(Array.from({ length: 6_000 }, (_, index) => failureOf(vault.find(`s ${index}`))));
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['KEYRING_NO_ANSWER']));
    // It is not the failure of a group that it hears of: its own group came too late to fail.
    expect(errors.at(-1)?.message).toContain('did not answer within 300 ms');
  });

  it('does not try again with a secret that is refused, says which file to mend, and never says the secret', async () => {
    server.faults.push(answering(401, { code: 'SECRET_REFUSED' }));
    const error = await failureOf(vault.find('s'));
    expect(error).toMatchObject({
      name: 'KeysUnavailable',
      code: 'KEYRING_SECRET_REFUSED',
      message: expect.stringContaining('KEYRING_SECRET_FILE'),
    });
    expect(error.message).not.toContain(server.address.secret);
    expect(server.asked).toHaveLength(1);
  });

  const secret = (bytes: number): string => Buffer.alloc(bytes).toString('base64');
  it.each<readonly [string, unknown]>([
    ['no JSON', '<html>'],
    ['nothing', ''],
    ['null', null],
    ['no outcomes', {}],
    ['outcomes that are no list', { outcomes: 'KEY' }],
    ['too few outcomes', { outcomes: [] }],
    ['too many outcomes', { outcomes: [KEY, KEY] }],
    ['no key for a subject', { outcomes: [null] }],
    ['a number', { outcomes: [7] }],
    ['a key without a name', { outcomes: [{ secret: KEY.secret }] }],
    ['a key with an empty name', { outcomes: [{ ...KEY, keyId: '' }] }],
    ['a new key that is erased', { outcomes: [{ ...KEY, secret: null }] }],
    ['a secret of 31 bytes', { outcomes: [{ ...KEY, secret: secret(31) }] }],
    ['a secret of 33 bytes', { outcomes: [{ ...KEY, secret: secret(33) }] }],
    ['a secret in hex', { outcomes: [{ ...KEY, secret: '07'.repeat(32) }] }],
  ])('takes %s for no answer, and does not ask again', async (_what, body) => {
    server.faults.push(answering(200, body));
    expect(await failureOf(vault.find('s'))).toMatchObject({ name: 'KeysUnavailable', code: 'KEYRING_ANSWER_WRONG' });
    expect(server.asked).toHaveLength(1);
  });

  it('takes the key of somebody else for no answer', async () => {
    server.faults.push(answering(200, { outcomes: [{ ...KEY, keyId: 'k-2' }] }));
    expect(await failureOf(vault.load(KEY.keyId))).toMatchObject({ code: 'KEYRING_ANSWER_WRONG' });
  });

  it.each([301, 302, 400, 403, 404, 413])('does not follow, nor ask again, after %i', async (status) => {
    server.faults.push(answering(status, ''));
    expect(await failureOf(vault.find('s'))).toMatchObject({ code: 'KEYRING_ANSWER_WRONG' });
    expect(server.asked).toHaveLength(1);
  });

  it('does not read an answer without end', async () => {
    const endless: Fault = (response) => void response.writeHead(200).end(Buffer.alloc(9 * 1024 * 1024, 0x20));
    server.faults.push(...Array.from({ length: 500 }, () => endless));
    await vault.close();
    vault = open({ callMsMax: 400, attemptMsMax: 400 });
    expect(await failureOf(vault.find('s'))).toMatchObject({ name: 'KeysUnavailable' });
  });

  it('sends what is asked at once together, at most 1,000 in a group, and the secret with each', async () => {
    server.faults.push(right);
    await Promise.all(Array.from({ length: 2_300 }, (_, index) => vault.find(`s ${index}`)));
    expect(server.asked.map((group) => group.length)).toEqual([1_000, 1_000, 300]);
    expect(new Set(server.headers.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${server.address.secret}`]));
  });

  it('turns away what would wait behind 20,000 others, at once', async () => {
    await vault.close();
    vault = open({ ...HASTY, callMsMax: 1_000 });
    server.faults.push(...Array.from({ length: 4 }, () => silent));
    const asked = Array.from({ length: 20_001 }, (_, index) =>
      vault.find(`s ${index}`).then(
        () => 'answered',
        (error: Error) => error.message,
      ),
    );
    expect(await asked[20_000]).toBe('More than 20000 keys are asked for');
    await Promise.all(asked);
  });

  it('says that nobody is there', async () => {
    await server.stop();
    await vault.close();
    // Its last wait would pass the end of the call, so it gives up well before its group does.
    vault = open({ callMsMax: 2_000, backoffFirstMs: 4_000, backoffMsMax: 8_000 });
    expect(await failureOf(vault.find('s'))).toMatchObject({ code: 'KEYRING_NO_ANSWER', message: expect.stringContaining('ECONNREFUSED') });
    server = await startFaultyKeyServer();
  });
});
