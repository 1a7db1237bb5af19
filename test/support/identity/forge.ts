import { constants, createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export const NOW_S = 1_772_424_000;
export const ISSUER = 'https://id.example.org/';
export const AUDIENCE = 'service-efficiency-tracker';

/** What a good token says; tests change one thing at a time. */
export const CLAIMS = { iss: ISSUER, aud: AUDIENCE, sub: 'wang', role: 'analyst', halls: ['east'], departments: '*', iat: NOW_S, exp: NOW_S + 3600 };

export interface SignerOf {
  readonly kid: string;
  readonly alg: string;
  readonly key: KeyObject;
}

const NAMED = { RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }), ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }), EdDSA: () => generateKeyPairSync('ed25519') };

export const newSigner = (alg: keyof typeof NAMED, kid: string = alg): SignerOf => ({ kid, alg, key: NAMED[alg]().privateKey });

/** The public key as an issuer publishes it. */
export const jwkOf = ({ kid, alg, key }: SignerOf): object => ({ ...createPublicKey(key).export({ format: 'jwk' }), kid, alg, use: 'sig' });

type Sign = (text: Buffer) => Buffer;
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Any header, any claims, any signature. */
export function forge(header: object, claims: object, by: Sign): string {
  const text = `${base64url(header)}.${base64url(claims)}`;
  return `${text}.${by(Buffer.from(text)).toString('base64url')}`;
}

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
export const signatures: Readonly<Record<string, (key: KeyObject) => Sign>> = {
  EdDSA: (key) => (text) => sign(null, text, key),
  ES256: (key) => (text) => sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' }),
  RS256: (key) => (text) => sign('sha256', text, key),
  PS256: (key) => (text) => sign('sha256', text, { key, ...PSS }),
};
export const hmac = (secret: string | Buffer): Sign => (text) => createHmac('sha256', secret).update(text).digest();

/** As the issuer would have made it, with changes to claims and header. */
export function tokenBy(signer: SignerOf, claims: object = {}, header: object = {}): string {
  const full = { alg: signer.alg, typ: 'at+jwt', kid: signer.kid, ...header };
  return forge(full, { ...CLAIMS, ...claims }, signatures[signer.alg]!(signer.key));
}
