import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { KeyFileRefused, openKeyFile, readKeyFile, replaceKeyFile } from '../../../../src/identity/tokens/key-file.js';
import { newSigningKey } from '../../../../src/identity/tokens/signing-key.js';

const NOW = Date.parse('2026-03-02T04:00:00Z');

describe('The file of the token keys', () => {
  const folders: string[] = [];
  const file = () => {
    const folder = mkdtempSync(join(tmpdir(), 'token-keys-'));
    folders.push(folder);
    return join(folder, 'new', 'token-keys.json');
  };
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  it('is made at the first start, for the owner’s eyes only, and is the same at the next', () => {
    const path = file();
    const made = openKeyFile(path, NOW);
    expect(made).toEqual([expect.objectContaining({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', createdAt: '2026-03-02T04:00:00.000Z' })]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(openKeyFile(path, NOW + 1)).toEqual(made);
    expect(readdirSync(dirname(path))).toEqual(['token-keys.json']);
  });

  it('is replaced as a whole', () => {
    const path = file();
    const old = openKeyFile(path, NOW);
    replaceKeyFile(path, [newSigningKey(NOW + 1), ...old]);
    expect(readKeyFile(path)?.map(({ kid }) => kid)).toEqual([expect.not.stringMatching(old[0].kid), old[0].kid]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(path))).toEqual(['token-keys.json']);
  });

  it.each<[string, (text: string) => string]>([
    ['nothing', () => ''], ['half of it', (text) => text.slice(0, -20)], ['no keys', () => '{"keys":[]}'], ['something else', () => '{"terminal":{"name":"x","secret":"y"}}'],
    ['null', () => 'null'], ['another key’s public part', (text) => text.replace(/"x": "[^"]+"/, `"x": "${newSigningKey(NOW).x}"`)], ['no private part', (text) => text.replace(/"d": "[^"]+",/, '')],
    ['a key twice', (text) => JSON.stringify({ keys: [0, 0].map(() => (JSON.parse(text) as { keys: object[] }).keys[0]) })], ['another curve', (text) => text.replace('Ed25519', 'X25519')],
    ['a shared secret', () => '{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"12345678","alg":"HS256","createdAt":"2026-03-02T04:00:00.000Z"}]}'], ['far too much', (text) => text + ' '.repeat(70_000)],
  ])('is not guessed at when it holds %s', (_what, spoilt) => {
    const path = file();
    openKeyFile(path, NOW);
    const text = spoilt(readFileSync(path, 'utf8'));
    writeFileSync(path, text);
    expect(() => openKeyFile(path, NOW)).toThrow(KeyFileRefused);
    expect(() => openKeyFile(path, NOW)).toThrow(/[一-龥]/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
