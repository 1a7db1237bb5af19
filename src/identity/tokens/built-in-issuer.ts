import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { AccessScope, Role } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { claimsOf } from './claims.js';
import { BUILT_IN_ISSUER } from './file-keys.js';
import type { SigningKey } from './signing-key.js';

export const HOURS_DEFAULT = 12;
/** 30 days. A key is kept that long after a rotation. */
export const HOURS_MAX = 720;

export interface TokenWish {
  readonly role: Role;
  readonly principal: string;
  readonly scope: AccessScope;
  readonly hours?: number;
}

export interface MintedToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Makes tokens for a hall that has no identity provider. */
export class BuiltInIssuer {
  constructor(
    private readonly keys: { readonly current: SigningKey },
    private readonly audience: string,
    private readonly clock: Clock,
  ) {}

  async mint({ role, principal, scope, hours = HOURS_DEFAULT }: TokenWish): Promise<MintedToken> {
    const { kty, crv, x, d, kid } = this.keys.current;
    const nowS = Math.floor(this.clock.nowMs() / 1000);
    const exp = nowS + Math.round(hours * 3600);
    const token = await new SignJWT(claimsOf({ role, scope }))
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
      .setIssuer(BUILT_IN_ISSUER)
      .setAudience(this.audience)
      .setSubject(principal)
      .setIssuedAt(nowS)
      .setExpirationTime(exp)
      .setJti(randomUUID())
      .sign(await importJWK({ kty, crv, x, d }, 'EdDSA'));
    return { token, expiresAtMs: exp * 1000 };
  }
}
