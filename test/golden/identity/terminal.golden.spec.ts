import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTerminalEvent, STORED_TERMINAL_TYPES, TERMINAL_INDEX_STREAM, terminalStream } from '../../../src/identity/domain/terminal-events.js';

/** A changed file would make the tests agree with code that cannot read what halls have stored. */
const SHIPPED: Readonly<Record<string, string>> = {
  'TerminalCredentialRotated.v1.json': '1edf6b61c581e1ede375fb4346e8e89652d6637d687852292a83823d53937c17',
  'TerminalCredentialRotated.v1.signed.json': 'ee5fce14c77ec71c312113ec413e909e3a3a02e8adb7e284d30d9a47f32e6db8',
  'TerminalRegistered.v1.signed.json': '11af10e3cda380bb24b0630320ccd976f2b4851c9f9befd7c529cb4ca23cb91f',
  'TerminalMoved.v1.json': 'a7a1fd7bbde70d630e21832296f2045384e739a7571fd1b59f21d46cecda61b7',
  'TerminalRegistered.v1.json': 'ead5a893b996bf8653f306ec1c2402150b58fd253cfc47d442301fc6869465c1',
  'TerminalRevoked.v1.json': '63f553779187de6c70d6855c0bb886ef671fc6700777ee90194251ea3eb626fa',
  'TerminalStreamOpened.v1.json': 'cd76de074c477bd8f39a5e113c81e3724d2754d71b0e7b492c118d5e9f9ea3eb',
};

describe('The golden files of terminals', () => {
  const bytesOf = (file: string): Buffer => readFileSync(join(import.meta.dirname, file));

  /** Of terminals that sign: the same types with one member more. */
  const SIGNED = ['TerminalCredentialRotated', 'TerminalRegistered'] as const;

  it('are exactly one for each stored type, and one more for each that may name a key, the very bytes they were', () => {
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual([...STORED_TERMINAL_TYPES.map((type) => `${type}.v1.json`), ...SIGNED.map((type) => `${type}.v1.signed.json`)].sort());
    expect(Object.fromEntries(files.map((file) => [file, hash('sha256', bytesOf(file), 'hex')]))).toEqual(SHIPPED);
  });

  it.each(STORED_TERMINAL_TYPES)('decode to what they say, in the stream of their terminal or the index: %s', (type) => {
    const golden = JSON.parse(bytesOf(`${type}.v1.json`).toString('utf8')) as { stream: string; type: string; data: { hallId: string; terminalId: string }; metadata: object };
    expect(golden.stream).toBe(type === 'TerminalStreamOpened' ? TERMINAL_INDEX_STREAM : terminalStream(golden.data.hallId, golden.data.terminalId));
    expect(decodeTerminalEvent(golden.type, golden.data)).toEqual({ type, data: golden.data });
    expect(Object.keys(golden.metadata)).toEqual(['recordedAt', 'principal', 'correlationId', 'causationId', 'source', 'contentDigest', 'previousHash', 'hash']);
  });

  it.each(SIGNED)('decode with the key that they name, and without one as they always did: %s', (type) => {
    const [plain, signed] = [`${type}.v1.json`, `${type}.v1.signed.json`].map((file) => JSON.parse(bytesOf(file).toString('utf8')) as { data: Record<string, unknown> });
    const { publicKey, ...rest } = signed?.data ?? {};
    expect(rest).toEqual(plain?.data);
    expect(decodeTerminalEvent(type, { ...rest, publicKey })).toEqual({ type, data: { ...rest, publicKey: 'MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=' } });
    for (const wrong of ['key', `${publicKey as string}=`, 5, null]) expect(() => decodeTerminalEvent(type, { ...rest, publicKey: wrong })).toThrow('not of the stored shape');
  });

  it('are told from what was never stored', () => {
    const { data } = JSON.parse(bytesOf('TerminalRegistered.v1.json').toString('utf8')) as { data: object };
    for (const wrong of [{ credentialDigest: 'set_secret' }, { departmentIds: 'intake' }, { occurredAt: '2026-03-02' }])
      expect(() => decodeTerminalEvent('TerminalRegistered', { ...data, ...wrong })).toThrow('not of the stored shape');
  });
});
