import { headOf } from '../../../src/proof/domain/head.js';
import { faultOfHead } from '../../../src/proof/domain/judge-head.js';
import { privateKeyOf, signStatement, verifyStatement, publicKeyOf } from '../../../src/proof/domain/signature.js';
import { type PublishedKey, publishedKeysOf } from '../../../src/proof/domain/signing-keys.js';
import { firstKey, newPair, revoked, rotated, type StoredKey } from '../../../src/proof/heads/key-list.js';
import { AT } from '../../support/proof/recorded-log.js';
import { signHead } from '../../../src/proof/domain/head.js';

const HOUR = 3_600_000;
const start = Date.parse(AT);
const at = (hours: number): string => new Date(start + hours * HOUR).toISOString();
const unsigned = (instant: string) => ({ version: 1, logId: 'a'.repeat(64), treeSize: 7, rootHash: 'b'.repeat(64), position: '7', at: instant }) as const;
const signedBy = (key: StoredKey, instant: string) => signHead(unsigned(instant), key.keyId, privateKeyOf(key.privateKey ?? ''));

/** Two keys; the second takes over after an hour, and the first is revoked after three. */
const first = firstKey(newPair(), start);
const both = rotated([first], newPair(), start + HOUR);
const second = both[1] as StoredKey;
const withRevoked = revoked(both, first.keyId, start + 3 * HOUR);
const listed = (list: unknown): readonly PublishedKey[] => publishedKeysOf(list).keys ?? [];

describe('Keys that follow one another', () => {
  it('verify: heads from before a rotation by the old key, later ones by the new', () => {
    const keys = listed(both);
    expect(keys.map(({ keyId }) => keyId)).toEqual([first.keyId, second.keyId]);
    expect(faultOfHead(signedBy(first, at(0.5)), keys, start + 9 * HOUR)).toBeNull();
    expect(faultOfHead(signedBy(second, at(2)), keys, start + 9 * HOUR)).toBeNull();
  });

  it('sign nothing outside of their time, give or take five minutes', () => {
    const keys = listed(both);
    expect(faultOfHead(signedBy(first, at(1 + 4 / 60)), keys, null)).toBeNull();
    expect(faultOfHead(signedBy(first, at(2)), keys, null)).toBe('OUT_OF_TIME');
    expect(faultOfHead(signedBy(second, at(0.5)), keys, null)).toBe('OUT_OF_TIME');
  });

  it('sign nothing any more from when they were revoked', () => {
    const early = revoked(both, first.keyId, start + HOUR / 4);
    expect(faultOfHead(signedBy(first, at(0.2)), listed(early), null)).toBeNull();
    expect(faultOfHead(signedBy(first, at(0.25)), listed(early), null)).toBe('REVOKED');
  });

  it('sign nothing ahead of the clock by more than five minutes', () => {
    const head = signedBy(first, at(0.5));
    expect(faultOfHead(head, listed(both), start + 0.5 * HOUR - 300_000)).toBeNull();
    expect(faultOfHead(head, listed(both), start + 0.5 * HOUR - 300_001)).toBe('FUTURE');
  });

  it('keep no private part but that of the newest', () => {
    expect(both.map(({ privateKey }) => typeof privateKey)).toEqual(['undefined', 'string']);
    expect(JSON.stringify(listed(both))).not.toContain('privateKey');
  });

  it.each<[string, (keys: readonly StoredKey[]) => unknown]>([
    ['is empty', () => []],
    ['is no list', () => ({})],
    ['has a key whose id is not its own', (keys) => keys.map((key) => ({ ...key, keyId: '0'.repeat(16) }))],
    ['has a foreign key put behind the first', ([key]) => [{ ...key, until: at(1) }, { ...firstKey(newPair(), start + HOUR), signedBy: second.signedBy }]],
    ['has a second first key', ([, key]) => [firstKey(newPair(), start), { ...key, signedBy: null }]],
    ['has a key twice', ([key]) => [key, key]],
    ['lets a key begin at another time than was signed', ([key, next]) => [{ ...key, until: at(0.5) }, { ...next, from: at(0.5) }]],
    ['lets a key end later than the next begins', ([key, next]) => [{ ...key, until: at(2) }, next]],
    ['revokes a key without a signature', ([key, next]) => [{ ...key, revokedAt: at(2) }, next]],
    ['moves a revocation', ([key, next]) => [{ ...key, revokedAt: at(5) }, next]],
    ['takes the first key out', ([, next]) => [next]],
  ])('are refused when the list %s', (_what, change) => {
    expect(publishedKeysOf(change(withRevoked)).keys).toBeNull();
    expect(publishedKeysOf(withRevoked).keys).not.toBeNull();
  });
});

describe('A signature', () => {
  const key = publicKeyOf(first.publicKey);
  const head = signedBy(first, at(0.5));
  const other = { treeSize: 8, rootHash: 'c'.repeat(64), logId: 'd'.repeat(64), position: '8', at: at(0.6), version: 2, keyId: second.keyId };

  it.each(Object.entries(other))('is over %s', (field, value) => {
    expect(verifyStatement('tree-head', { ...head }, key)).toBe(true);
    expect(verifyStatement('tree-head', { ...head, [field]: value }, key)).toBe(false);
  });

  it('is of one kind only, of one key only, written in one way only', () => {
    expect(verifyStatement('erasure-certificate', { ...head }, key)).toBe(false);
    expect(verifyStatement('tree-head', { ...head }, publicKeyOf(second.publicKey))).toBe(false);
    expect(verifyStatement('tree-head', { ...head, signature: head.signature.replace(/==$/, '') }, key)).toBe(false);
    expect(verifyStatement('tree-head', { ...head, signature: `${head.signature} ` }, key)).toBe(false);
    expect(verifyStatement('tree-head', { ...head, signature: undefined }, key)).toBe(false);
    expect(() => signStatement('Tree/Head', {}, first.keyId, privateKeyOf(first.privateKey ?? ''))).toThrow('A kind of statement');
  });

  it('names the field that is no head’s', () => {
    for (const field of Object.keys(head)) expect(headOf({ ...head, [field]: -1 })).toEqual({ head: null, wrong: field });
    expect(headOf({ ...head, more: 'unsigned' }).head).toEqual(head);
  });
});
