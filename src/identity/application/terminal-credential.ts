import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;
/** `set_` and 32 random bytes; the beginning tells it from a token, and lets a leak be searched for. */
const CREDENTIAL = /^set_[A-Za-z0-9_-]{43}$/;
export const CREDENTIAL_PREFIX = 'set_';

export interface NewCredential {
  /** Goes into one answer and nowhere else. */
  readonly secret: string;
  readonly digest: string;
}

export function newCredential(): NewCredential {
  const secret = `${CREDENTIAL_PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return { secret, digest: digestOfCredential(secret) };
}

export const isCredential = (text: string): boolean => CREDENTIAL.test(text);
/** SHA-256 (hex), without a salt: of 256 random bits nothing can be tried out. */
export const digestOfCredential = (secret: string): string => hash('sha256', secret, 'hex');

/** Takes as long wherever they differ. */
export const sameDigest = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
