import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalForm } from '../../event-store/canonical-form.js';
import type { JsonObject } from '../../event-store/event-store.port.js';

/** What a signature of one kind is over can never be taken for what one of another kind is over. */
export const contextOf = (kind: string): string => {
  if (!KIND.test(kind)) throw new TypeError('A kind of statement is 1 to 40 lower-case letters and hyphens');
  return `service-efficiency-tracker/${kind}/v1\n`;
};
const KIND = /^[a-z][a-z-]{0,39}$/;

/** Ed25519. */
export interface SignedBy {
  readonly keyId: string;
  /** Base64 of 64 bytes. */
  readonly signature: string;
}
export type Signed<T> = T & SignedBy;

/** The bytes that are signed: the context and the RFC 8785 form of the statement, `keyId` with it, `signature` not. @throws TypeError for what has no such form. */
export function signedBytes(kind: string, statement: JsonObject): Buffer {
  const { signature: _signature, ...rest } = statement;
  return Buffer.from(contextOf(kind) + canonicalForm(rest), 'utf8');
}

export function signStatement<T extends JsonObject>(kind: string, statement: T, keyId: string, privateKey: KeyObject): Signed<T> {
  const whole = { ...statement, keyId };
  return { ...whole, signature: sign(null, signedBytes(kind, whole), privateKey).toString('base64') };
}

/** False also for what has no canonical form, and for a signature that is written in any but the one way. */
export function verifyStatement(kind: string, statement: JsonObject, publicKey: KeyObject): boolean {
  const text = statement['signature'];
  if (typeof text !== 'string') return false;
  const signature = Buffer.from(text, 'base64');
  if (signature.length !== 64 || signature.toString('base64') !== text) return false;
  try {
    return verify(null, signedBytes(kind, statement), publicKey, signature);
  } catch {
    return false;
  }
}

/** @param spki SPKI DER in base64. @throws Error for anything but an Ed25519 key. */
export function publicKeyOf(spki: string): KeyObject {
  const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('The key is not an Ed25519 key');
  return key;
}

/** @param pkcs8 PKCS #8 DER in base64. */
export const privateKeyOf = (pkcs8: string): KeyObject => createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });

export const spkiOf = (key: KeyObject): string => key.export({ format: 'der', type: 'spki' }).toString('base64');

/** First 16 hex digits of the SHA-256 of the key's SPKI DER. */
export const keyIdOf = (spki: string): string => fingerprintOf(spki).slice(0, 16);
/** All 64 of them, for people who compare. */
export const fingerprintOf = (spki: string): string => createHash('sha256').update(Buffer.from(spki, 'base64')).digest('hex');
