import { generateKeyPairSync } from 'node:crypto';
import { type EpochMs, toIso, toMs } from '../../kernel/instant.js';
import { keyIdOf, privateKeyOf, signStatement, spkiOf } from '../domain/signature.js';
import { KEY_REVOCATION, type PublishedKey, revocationOf, rotationOf, SIGNING_KEY } from '../domain/signing-keys.js';

export interface StoredKey extends PublishedKey {
  /** PKCS #8 DER in base64; of the newest key only. */
  readonly privateKey?: string | undefined;
}

interface Pair {
  readonly keyId: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

export function newPair(): Pair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = spkiOf(publicKey);
  return { keyId: keyIdOf(spki), publicKey: spki, privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64') };
}

export const firstKey = (pair: Pair, nowMs: EpochMs): StoredKey => ({ ...pair, from: toIso(nowMs), until: null, signedBy: null });

/** The list with a new key at its end, signed by the one before, whose private part goes. */
export function rotated(keys: readonly StoredKey[], pair: Pair, nowMs: EpochMs): readonly StoredKey[] {
  const signer = keys.at(-1);
  if (signer?.privateKey === undefined) throw new TypeError('The newest key has no private part');
  const from = toIso(Math.max(nowMs, toMs(signer.from)));
  const { keyId, signature } = signStatement(SIGNING_KEY, rotationOf({ ...pair, from }), signer.keyId, privateKeyOf(signer.privateKey));
  const { privateKey: _gone, ...before } = signer;
  return [...keys.slice(0, -1), { ...before, until: from }, { ...pair, from, until: null, signedBy: { keyId, signature } }];
}

/** The list with a key marked, signed by the newest one, which cannot revoke itself. */
export function revoked(keys: readonly StoredKey[], keyId: string, nowMs: EpochMs): readonly StoredKey[] {
  const signer = keys.at(-1);
  if (signer?.privateKey === undefined || signer.keyId === keyId) throw new TypeError('A key is revoked by a newer one');
  const revokedAt = toIso(nowMs);
  const by = signStatement(KEY_REVOCATION, revocationOf(keyId, revokedAt), signer.keyId, privateKeyOf(signer.privateKey));
  return keys.map((key) => (key.keyId === keyId ? { ...key, revokedAt, revokedBy: { keyId: by.keyId, signature: by.signature } } : key));
}
