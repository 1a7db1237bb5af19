import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';

/** One Ed25519 key as a JWK with its private part, as it stands in `token-keys.json`. */
export interface SigningKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly alg: 'EdDSA';
  readonly use: 'sig';
  readonly kid: string;
  readonly x: string;
  readonly d: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** After a rotation: by then its last token has expired, and it checks no more. */
  readonly checksUntil?: string;
}

/** The first one signs; all of them check. */
export type SigningKeys = readonly [SigningKey, ...SigningKey[]];

/** Some days of hourly rotations would be a mistake; a month of daily ones fits. */
export const SIGNING_KEYS_MAX = 32;

export function newSigningKey(nowMs: number): SigningKey {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(x).update(randomBytes(8)).digest('base64url').slice(0, 16);
  return { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid, x, d, createdAt: new Date(nowMs).toISOString() };
}

/** The keys in a file's text, or null when it is not what this service wrote. */
export function signingKeysOf(text: string): SigningKeys | null {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown };
    if (!Array.isArray(keys) || keys.length === 0 || keys.length > SIGNING_KEYS_MAX || !keys.every(isSigningKey)) return null;
    return new Set(keys.map(({ kid }) => kid)).size === keys.length ? (keys as unknown as SigningKeys) : null;
  } catch {
    return null;
  }
}

const isInstant = (value: unknown): boolean => typeof value === 'string' && Number.isFinite(Date.parse(value));
const OWN_KIND = { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' };

function isSigningKey(value: unknown): value is SigningKey {
  if (typeof value !== 'object' || value === null) return false;
  const key = value as Readonly<Record<string, unknown>>;
  const ofOwnKind = Object.entries(OWN_KIND).every(([name, wanted]) => key[name] === wanted);
  const dated = isInstant(key['createdAt']) && (key['checksUntil'] === undefined || isInstant(key['checksUntil']));
  return ofOwnKind && dated && typeof key['kid'] === 'string' && /^[\w-]{8,64}$/.test(key['kid']) && belongTogether(key['x'], key['d']);
}

/** Whether the public part is that of the private one: else what is signed could not be checked. @throws for what is no key */
function belongTogether(x: unknown, d: unknown): boolean {
  if (typeof x !== 'string' || typeof d !== 'string') return false;
  return createPublicKey(createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' })).export({ format: 'jwk' }).x === x;
}
