import { createRemoteJWKSet, type CryptoKey, customFetch, errors, type JWSHeaderParameters } from 'jose';
import { IdentityUnavailable } from '../../platform/auth/authenticator.js';
import type { ForeignIssuance } from '../../platform/auth/token-settings.js';
import { boundedFetch } from './bounded-fetch.js';
import { KeySource } from './key-source.js';

/** At most one fetch in this time, however many unknown keys are named. */
export const COOLDOWN_MS = 30_000;
/** While there is nothing to go by at all, it is asked more often. */
export const FIRST_COOLDOWN_MS = 2_000;
/** From here on the keys are fetched again beside the requests, so that a withdrawn one goes. */
export const STALE_MS = 600_000;
const FETCH_MS_MAX = 5_000;

export interface RemoteKeysParts extends Pick<ForeignIssuance, 'issuer' | 'jwksUrl' | 'algorithms'> {
  /** Milliseconds that only go forward. */
  readonly elapsedMs: () => number;
  readonly warn: (text: string) => void;
}

/** An identity provider's public keys. What was fetched once goes on serving when the provider is down. */
export class RemoteKeys extends KeySource {
  override readonly issuer: string;
  override readonly algorithms: readonly string[];
  private readonly set: ReturnType<typeof createRemoteJWKSet>;
  private fetchedMs: number | null = null;
  private triedMs = Number.NEGATIVE_INFINITY;
  private fetching: Promise<boolean> | null = null;
  private changes = 0;

  constructor(private readonly parts: RemoteKeysParts) {
    super();
    this.issuer = parts.issuer;
    this.algorithms = parts.algorithms;
    // When to fetch is decided here alone: the package's own pauses count from successes only.
    this.set = createRemoteJWKSet(new URL(parts.jwksUrl), { cooldownDuration: Infinity, cacheMaxAge: Infinity, timeoutDuration: FETCH_MS_MAX, [customFetch]: boundedFetch });
  }

  override async generation(): Promise<number> {
    if (this.fetchedMs !== null && this.parts.elapsedMs() - this.fetchedMs >= STALE_MS) void this.fetch();
    return this.changes;
  }

  override async keyFor(header: JWSHeaderParameters): Promise<CryptoKey> {
    if (this.fetchedMs === null) await this.fetch();
    if (this.fetchedMs === null) throw new IdentityUnavailable();
    try {
      return await this.set(header);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await this.fetch())) throw error;
      return this.set(header);
    }
  }

  /** Fetches unless it was just tried. @returns whether new keys came, now or with the fetch that was under way. */
  async fetch(): Promise<boolean> {
    if (this.fetching !== null) return this.fetching;
    const pauseMs = this.fetchedMs === null ? FIRST_COOLDOWN_MS : COOLDOWN_MS;
    if (this.parts.elapsedMs() - this.triedMs < pauseMs) return false;
    this.triedMs = this.parts.elapsedMs();
    return (this.fetching = this.reload().finally(() => (this.fetching = null)));
  }

  private async reload(): Promise<boolean> {
    try {
      await this.set.reload();
      this.fetchedMs = this.parts.elapsedMs();
      this.changes += 1;
      return true;
    } catch (error) {
      const kept = this.fetchedMs === null ? 'Nobody with a token can be let in before it answers' : 'Those fetched before go on serving';
      this.parts.warn(`The identity provider's keys could not be fetched from TOKEN_JWKS_URL: ${error instanceof Error ? error.message : String(error)}. ${kept}.`);
      return false;
    }
  }
}
