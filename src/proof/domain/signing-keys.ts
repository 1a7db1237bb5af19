import { type IsoInstant, toMs } from '../../kernel/instant.js';
import { fields, instant, listOf, optional, orNull, type Shape } from '../../kernel/shape.js';
import { keyIdOf, publicKeyOf, type SignedBy, verifyStatement } from './signature.js';

/** A key as everybody may see it. */
export interface PublishedKey {
  readonly keyId: string;
  /** SPKI DER in base64. */
  readonly publicKey: string;
  readonly from: IsoInstant;
  /** When its successor took over; null: it is the one that signs. */
  readonly until: IsoInstant | null;
  /** What it signed from then on is worth nothing. */
  readonly revokedAt?: IsoInstant | undefined;
  /** The key before it says that this one follows; null for the first. */
  readonly signedBy: SignedBy | null;
  /** Who says that it was revoked. */
  readonly revokedBy?: SignedBy | undefined;
}

/** Kinds of the two statements about keys. */
export const SIGNING_KEY = 'signing-key';
export const KEY_REVOCATION = 'key-revocation';
export const rotationOf = ({ keyId, publicKey, from }: Pick<PublishedKey, 'keyId' | 'publicKey' | 'from'>) => ({ newKeyId: keyId, publicKey, from });
export const revocationOf = (revokedKeyId: string, revokedAt: IsoInstant) => ({ revokedKeyId, revokedAt });

/** Clocks of two replicas differ; a head further ahead than that is refused. */
export const CLOCK_SKEW_MS = 300_000;

const text: Shape = (value) => (typeof value === 'string' && value.length <= 200 ? null : '');
const signedBy = fields<SignedBy>({ keyId: text, signature: text });
const keyShape = fields<PublishedKey>({
  keyId: text, publicKey: text, from: instant, until: orNull(instant), revokedAt: optional(instant), signedBy: orNull(signedBy), revokedBy: optional(signedBy),
});
const listShape = listOf(keyShape);

/** @returns the keys, without anything else the list says; or what is wrong with it. */
export function publishedKeysOf(list: unknown): { readonly keys: readonly PublishedKey[] } | { readonly keys: null; readonly wrong: string } {
  const misshapen = listShape(list);
  if (misshapen !== null) return { keys: null, wrong: `the list of keys has something else at ${misshapen || 'its place'}` };
  const keys = (list as readonly PublishedKey[]).map(published);
  const wrong = keys.length === 0 ? 'there is no key' : keys.map((key, index) => wrongWith(keys, key, index)).find((problem) => problem !== null) ?? null;
  return wrong === null ? { keys } : { keys: null, wrong };
}

export function published({ keyId, publicKey, from, until, revokedAt, signedBy: signer, revokedBy }: PublishedKey): PublishedKey {
  return { keyId, publicKey, from, until, signedBy: signer, ...(revokedAt !== undefined && { revokedAt }), ...(revokedBy !== undefined && { revokedBy }) };
}

/** Every key follows from the one before it, and is revoked by one after it or none. */
function wrongWith(keys: readonly PublishedKey[], key: PublishedKey, index: number): string | null {
  const before = keys[index - 1];
  const after = keys[index + 1];
  if (!isKey(key)) return `key ${key.keyId} is not what its id says`;
  if (keys.findIndex(({ keyId }) => keyId === key.keyId) !== index) return `key ${key.keyId} is there twice`;
  if ((before === undefined) !== (key.signedBy === null)) return `key ${key.keyId} does not say which key it follows`;
  if (before !== undefined && !isStatementOf(before, key.signedBy, SIGNING_KEY, rotationOf(key))) return `key ${key.keyId} is not signed by the key before it`;
  if (before !== undefined && toMs(key.from) < toMs(before.from)) return `key ${key.keyId} begins before the key before it`;
  if (key.until !== (after?.from ?? null)) return `key ${key.keyId} does not end where the next one begins`;
  return revocationWrong(keys, key, index);
}

function revocationWrong(keys: readonly PublishedKey[], { keyId, revokedAt, revokedBy }: PublishedKey, index: number): string | null {
  if (revokedAt === undefined && revokedBy === undefined) return null;
  const signer = keys.slice(index + 1).find((later) => later.keyId === revokedBy?.keyId);
  const holds = revokedAt !== undefined && signer !== undefined && isStatementOf(signer, revokedBy ?? null, KEY_REVOCATION, revocationOf(keyId, revokedAt));
  return holds ? null : `the revocation of key ${keyId} is not signed by a later key`;
}

function isStatementOf({ keyId, publicKey }: PublishedKey, by: SignedBy | null, kind: string, statement: object): boolean {
  return by?.keyId === keyId && verifyStatement(kind, { ...statement, ...by }, publicKeyOf(publicKey));
}

function isKey({ keyId, publicKey }: PublishedKey): boolean {
  try {
    publicKeyOf(publicKey);
    return keyIdOf(publicKey) === keyId && Buffer.from(publicKey, 'base64').toString('base64') === publicKey;
  } catch {
    return false;
  }
}

/** Why a key cannot have signed something at that instant; null when it can. */
export function notInForce({ from, until, revokedAt }: PublishedKey, at: IsoInstant): 'REVOKED' | 'OUT_OF_TIME' | null {
  const ms = toMs(at);
  if (revokedAt !== undefined && ms >= toMs(revokedAt)) return 'REVOKED';
  const inTime = ms >= toMs(from) - CLOCK_SKEW_MS && (until === null || ms <= toMs(until) + CLOCK_SKEW_MS);
  return inTime ? null : 'OUT_OF_TIME';
}
