import { createHash } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify, type JWTVerifyOptions, type ProtectedHeaderParameters } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { Authenticator } from '../../platform/auth/authenticator.js';
import { tokenOf } from './bearer.js';
import { actorOfClaims } from './claims.js';
import { type KeySource, UnknownSigningKey } from './key-source.js';

/** What two clocks may differ by. */
export const SKEW_S = 60;
const REMEMBERED_MAX = 5_000;
// A header that names or brings its own key (RFC 8725, 3.10): not looked at, not fetched, refused.
const BRINGS_A_KEY = ['jku', 'x5u', 'jwk', 'x5c'];
const KID = /^[\x20-\x7e]{1,200}$/;

interface Remembered {
  readonly actor: Actor;
  readonly generation: number;
}

/** Knows people and programs by their signed access tokens (RFC 9068). */
export class JwtAuthenticator extends Authenticator {
  /** By the token's SHA-256, so that no token lies about in memory. */
  private readonly remembered = new LRUCache<string, Remembered>({ max: REMEMBERED_MAX });

  constructor(
    private readonly keys: KeySource,
    private readonly audience: string,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async authenticate(authorization: string | undefined): Promise<Actor | null> {
    const token = tokenOf(authorization);
    const header = token === null ? null : headerOf(token);
    if (token === null || header === null || !this.keys.algorithms.includes(header.alg ?? '')) return null;
    const generation = await this.keys.generation();
    const name = createHash('sha256').update(token).digest('base64url');
    const known = this.remembered.get(name);
    if (known?.generation === generation && !this.isOver(known.actor)) return known.actor;
    const actor = await this.verified(token);
    if (actor === null) this.remembered.delete(name);
    else this.remembered.set(name, { actor, generation });
    return actor;
  }

  private isOver({ expiresAtMs = 0 }: Actor): boolean {
    return expiresAtMs <= this.clock.nowMs() - SKEW_S * 1000;
  }

  private async verified(token: string): Promise<Actor | null> {
    const nowMs = this.clock.nowMs();
    const options: JWTVerifyOptions = {
      algorithms: [...this.keys.algorithms],
      issuer: this.keys.issuer,
      audience: this.audience,
      typ: 'at+jwt',
      requiredClaims: ['exp', 'iat', 'sub'],
      clockTolerance: SKEW_S,
      currentDate: new Date(nowMs),
    };
    try {
      const { payload } = await jwtVerify(token, (header) => this.keys.keyFor(header), options);
      return typeof payload.iat === 'number' && payload.iat * 1000 <= nowMs + SKEW_S * 1000 ? actorOfClaims(payload) : null;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof UnknownSigningKey) return null;
      throw error;
    }
  }
}

/** What stands before the first dot, where it is one that may be looked at further. */
function headerOf(token: string): ProtectedHeaderParameters | null {
  try {
    const header = decodeProtectedHeader(token);
    const { kid } = header;
    if (BRINGS_A_KEY.some((name) => Object.hasOwn(header, name))) return null;
    return kid === undefined || (typeof kid === 'string' && KID.test(kid)) ? header : null;
  } catch {
    return null;
  }
}
