import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AppConfig } from '../../../src/platform/config.js';
import { type AccessScope, EVERYWHERE, type Role } from '../../../src/kernel/actor.js';
import type { SignerOf } from './forge.js';

export type Authorization = { readonly authorization: string };
/** The header of an actor of that role: the hall's `<role>-1`, everywhere unless a scope is given. */
export type Authorize = (role: Role, scope?: AccessScope, principal?: string) => Authorization;

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const listOf = (reach: readonly string[] | 'all'): unknown => (reach === 'all' ? '*' : reach);

/**
 * Tokens as the built-in issuer makes them, by Node's own signature and without the service's code: at once, as tests
 * want them. Good for a day from `nowMs()`.
 */
export function minter(config: Pick<AppConfig, 'tokens'>, nowMs: () => number): Authorize {
  const { audience, issuance } = config.tokens;
  if (issuance.kind !== 'built-in') throw new Error('These tokens are the built-in issuer’s.');
  return minterOf(issuance.keyFile, audience, nowMs);
}

/** The keys of `token-keys.json`, the signing one first. */
export const readKeys = (keyFile: string): readonly SignerOf[] =>
  (JSON.parse(readFileSync(keyFile, 'utf8')) as { keys: readonly { kid: string }[] }).keys.map((jwk) => ({ kid: jwk.kid, alg: 'EdDSA', key: createPrivateKey({ key: { ...jwk }, format: 'jwk' }) }));

export function minterOf(keyFile: string, audience: string, nowMs: () => number): Authorize {
  const [own] = readKeys(keyFile);
  if (own === undefined) throw new Error(`${keyFile} holds no key.`);
  const { key, kid } = own;
  return (role, scope = EVERYWHERE, principal = `${role}-1`) => {
    const iat = Math.floor(nowMs() / 1000);
    const claims = { role, halls: listOf(scope.halls), departments: listOf(scope.departmentTrees) };
    const payload = { iss: 'urn:service-efficiency-tracker:built-in', aud: audience, sub: principal, iat, exp: iat + 86_400, ...claims };
    const text = `${base64url({ alg: 'EdDSA', typ: 'at+jwt', kid })}.${base64url(payload)}`;
    return { authorization: `Bearer ${text}.${sign(null, Buffer.from(text), key).toString('base64url')}` };
  };
}
