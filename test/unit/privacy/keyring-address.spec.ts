import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../../../src/platform/config.js';
import { keptSecret } from '../../../src/privacy/key-server/kept-secret.js';
import { serverSettingsOf } from '../../../src/privacy/key-server/server-settings.js';
import { keyringSettingOf } from '../../../src/privacy/keyring-address.js';
import { KeyringRefused } from '../../../src/privacy/keyring-refused.js';
import { LOOPBACK_CERTIFICATE } from '../../support/eventstoredb/loopback-certificate.js';

const folder = mkdtempSync(join(tmpdir(), 'keyring-address-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const SECRET = 's'.repeat(43);
const secretFile = file('keyring-secret', `${SECRET}\n`);
const certFile = file('cert.pem', LOOPBACK_CERTIFICATE.cert);
const keyFile = file('key.pem', LOOPBACK_CERTIFICATE.key);

describe('KEYRING', () => {
  it.each([undefined, '', ' ', 'file'])('%j is the file in the data folder, and needs nothing else', (KEYRING) => {
    expect(keyringSettingOf({ KEYRING }, join(folder, 'absent'))).toBe('file');
  });

  it.each([
    ['https://keys.example:7443', 'https://keys.example:7443'],
    ['https://keys.example/', 'https://keys.example'],
    ['https://10.0.0.5:7443', 'https://10.0.0.5:7443'],
    ['http://127.0.0.1:7443', 'http://127.0.0.1:7443'],
    ['http://[::1]:7443', 'http://[::1]:7443'],
  ])('%s is a key server, with the secret of the data folder', (KEYRING, origin) => {
    expect(keyringSettingOf({ KEYRING }, folder)).toEqual({ kind: 'key-server', origin, secret: SECRET, ca: null });
  });

  it('takes secret and authority from files that are named', () => {
    const other = file('other', 'o'.repeat(64));
    const setting = keyringSettingOf(
      { KEYRING: 'https://k:1', KEYRING_SECRET_FILE: other, KEYRING_CA_FILE: certFile },
      join(folder, 'absent'),
    );
    expect(setting).toEqual({ kind: 'key-server', origin: 'https://k:1', secret: 'o'.repeat(64), ca: LOOPBACK_CERTIFICATE.cert });
  });

  it.each([
    'http://keys.example:7443',
    'http://10.0.0.5:7443',
    'http://localhost:7443',
    'http://0.0.0.0:7443',
    'http://[::ffff:127.0.0.1]:7443',
    'http://127.0.0.1.example:7443',
  ])('refuses %s: keys would cross a network in clear', (KEYRING) =>
    expect(() => keyringSettingOf({ KEYRING }, folder)).toThrow(/^KEYRING must be https:\/\//),
  );

  it.each([
    'keys.example:7443',
    'https://',
    'ftp://127.0.0.1',
    'https://u:p@k:1',
    'https://k:1/v1',
    'https://k:1?x',
    'https://k:1#x',
    'yes',
  ])('refuses %s', (KEYRING) => {
    expect(() => keyringSettingOf({ KEYRING }, folder)).toThrow(/^KEYRING must be "file" or https:\/\/host:port/);
  });

  it.each(['', 'short', 's'.repeat(42), `${'s'.repeat(30)} ${'s'.repeat(30)}`, 's'.repeat(513)])(
    'refuses a secret file that holds %j, and does not repeat it',
    (text) => {
      const KEYRING_SECRET_FILE = file('bad', text);
      const read = (): unknown => keyringSettingOf({ KEYRING: 'https://k:1', KEYRING_SECRET_FILE }, folder);
      expect(read).toThrow(/^KEYRING_SECRET_FILE .* must hold 43 to 512/);
      if (text !== '') expect(read).not.toThrow(text);
    },
  );

  it('is one of the settings that are all named at once where they are wrong', () => {
    const env = { KEYRING: 'https://k:1', KEYRING_SECRET_FILE: join(folder, 'nowhere'), PORT: 'x' };
    expect(() => readConfig(env)).toThrow(ConfigError);
    expect(() => readConfig(env)).toThrow(/KEYRING_SECRET_FILE .*nowhere cannot be read \(ENOENT\)[^]*PORT must be/);
    expect(readConfig({ KEYRING: 'https://k:1', DATA_DIR: folder }).keyring).toMatchObject({ kind: 'key-server', origin: 'https://k:1' });
  });

  it.each([
    ['absent.pem', 'ENOENT'],
    ['keyring-secret', 'ERR_'],
  ])('refuses %s for an authority', (name, why) => {
    expect(() => keyringSettingOf({ KEYRING: 'https://k:1', KEYRING_CA_FILE: join(folder, name) }, folder)).toThrow(
      new RegExp(`^KEYRING_CA_FILE .*${why}`),
    );
  });
});

describe('The settings of a key server', () => {
  const TLS = { KEYRING_TLS_CERT_FILE: certFile, KEYRING_TLS_KEY_FILE: keyFile };

  it.each([
    ['127.0.0.1:7443', '127.0.0.1', 7443],
    ['[::1]:0', '::1', 0],
  ])('%s needs no certificate', (listen, host, port) => {
    expect(serverSettingsOf(listen, 'd', {})).toEqual({ host, port, secretFile: 'd/keyring-secret', tls: null });
  });

  it.each(['0.0.0.0:7443', '10.0.0.5:7443', '[::]:7443', 'keys.example:7443', 'localhost:7443', '127.0.0.2:1'])(
    '%s needs one',
    (listen) => {
      expect(() => serverSettingsOf(listen, 'd', {})).toThrow(/^KEYRING_TLS_CERT_FILE and KEYRING_TLS_KEY_FILE must be set to listen on /);
      expect(serverSettingsOf(listen, 'd', TLS).tls).toEqual(LOOPBACK_CERTIFICATE);
    },
  );

  it.each(['', '7443', '127.0.0.1', ':7443', '127.0.0.1:65536', '127.0.0.1:x', '[10.0.0.1]:1', '::1:7443', 'a b:1'])(
    'refuses to listen on %j',
    (listen) => {
      expect(() => serverSettingsOf(listen, 'd', TLS)).toThrow(/^KEYRING_LISTEN must be host:port/);
    },
  );

  it('refuses half a certificate, one that is absent, and one that is none', () => {
    const read = (env: object) => () => serverSettingsOf('127.0.0.1:1', 'd', { ...env });
    expect(read({ KEYRING_TLS_CERT_FILE: certFile })).toThrow(KeyringRefused);
    expect(read({ KEYRING_TLS_KEY_FILE: keyFile })).toThrow('must be set together');
    expect(read({ ...TLS, KEYRING_TLS_KEY_FILE: join(folder, 'absent') })).toThrow(/^KEYRING_TLS_KEY_FILE .*ENOENT/);
    expect(read({ ...TLS, KEYRING_TLS_CERT_FILE: secretFile })).toThrow('do not hold a certificate and its key');
  });
});

describe('The secret of a key server', () => {
  it('is made once, for its owner only, of 32 random bytes', () => {
    const path = join(folder, 'new', 'keyring-secret');
    const first = keptSecret(path);
    expect(first).toEqual({ secret: expect.stringMatching(/^[\w-]{43}$/), made: true });
    expect(keptSecret(path)).toEqual({ secret: first.secret, made: false });
    expect([statSync(path).mode & 0o777, readFileSync(path, 'utf8'), readdirSync(join(folder, 'new'))]).toEqual([
      0o600,
      `${first.secret}\n`,
      ['keyring-secret'],
    ]);
    expect(keptSecret(join(folder, 'new', 'other')).secret).not.toBe(first.secret);
  });

  it('is never made over one that is there, however bad', () => {
    expect(() => keptSecret(file('bad', 'short'))).toThrow(KeyringRefused);
    expect(readFileSync(join(folder, 'bad'), 'utf8')).toBe('short');
  });
});
