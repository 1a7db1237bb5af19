import type { EnvironmentReader } from '../config-reader.js';

/** Tokens that this service makes itself, with the keys in `keyFile`. */
export interface BuiltInIssuance {
  readonly kind: 'built-in';
  readonly keyFile: string;
}

/** Tokens of an identity provider, whose public keys are fetched from `jwksUrl`. */
export interface ForeignIssuance {
  readonly kind: 'foreign';
  readonly issuer: string;
  readonly jwksUrl: string;
  /** The only signatures taken; never one with a shared secret. */
  readonly algorithms: readonly TokenAlgorithm[];
}

export interface TokenSettings {
  /** Whom a token must have been made for. */
  readonly audience: string;
  readonly issuance: BuiltInIssuance | ForeignIssuance;
}

export const TOKEN_ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'] as const;
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];
const TAKEN_BY_DEFAULT = 'EdDSA,ES256,RS256,PS256';
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);
// May hold a password that does not belong there: nothing that passes here is repeated.
const PRINTABLE = /^[\x21-\x7e]{0,1000}$/;
const NAME = /^[\x21-\x7e]{1,200}$/;

/** Reads the TOKEN_* variables; what is wrong is told to `read`. */
export function readTokenSettings(dataDir: string, read: EnvironmentReader): TokenSettings {
  const audience = read.text('TOKEN_AUDIENCE', 'service-efficiency-tracker', NAME, '1 to 200 printable characters without spaces');
  const keyFile = read.text('TOKEN_KEYS_FILE', `${dataDir}/token-keys.json`, /^[^\0]{1,1100}$/, 'a file');
  const issuer = read.text('TOKEN_ISSUER', '', PRINTABLE, 'the name of an issuer');
  const jwksUrl = read.text('TOKEN_JWKS_URL', '', PRINTABLE, 'an address');
  const algorithms = readAlgorithms(read.text('TOKEN_ALGORITHMS', TAKEN_BY_DEFAULT, /^[\w, ]{1,200}$/, 'names such as ES256, with commas'), read);
  if (issuer === '' && jwksUrl === '') return { audience, issuance: { kind: 'built-in', keyFile } };
  if (!NAME.test(issuer) || jwksUrl === '') read.problem('TOKEN_ISSUER and TOKEN_JWKS_URL come together: the name in the tokens’ "iss", and where the provider’s keys are.');
  else if (!isSafeAddress(jwksUrl)) read.problem('TOKEN_JWKS_URL must be an https address without name or password (http only on this machine).');
  return { audience, issuance: { kind: 'foreign', issuer, jwksUrl, algorithms } };
}

function readAlgorithms(text: string, read: EnvironmentReader): readonly TokenAlgorithm[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !TOKEN_ALGORITHMS.some((one) => one === name));
  if (unknown.length > 0) read.problem(`TOKEN_ALGORITHMS takes ${TOKEN_ALGORITHMS.join(', ')}; a shared secret or no signature at all is never taken, but it has "${unknown.join(', ').slice(0, 60)}".`);
  return TOKEN_ALGORITHMS.filter((one) => names.includes(one));
}

function isSafeAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}
