import type { Clock } from '../../kernel/clock.js';
import type { TokenSettings } from '../../platform/auth/token-settings.js';
import { BuiltInIssuer } from './built-in-issuer.js';
import { FileKeys } from './file-keys.js';
import { FirstOf } from './first-of.js';
import { JwtAuthenticator } from './jwt-authenticator.js';
import { RemoteKeys } from './remote-keys.js';

export interface Identity {
  readonly authenticator: FirstOf;
  /** Null where an identity provider makes the tokens. */
  readonly issuer: BuiltInIssuer | null;
}

const elapsedMs = (): number => performance.now();

/** What tells who asks, as the settings want it. @throws KeyFileRefused */
export function openIdentity({ audience, issuance }: TokenSettings, clock: Clock, warn: (text: string) => void): Identity {
  if (issuance.kind === 'foreign') {
    const keys = new RemoteKeys({ ...issuance, elapsedMs, warn });
    // The first who asks need not wait for it; and whoever starts the service reads at once when it fails.
    void keys.fetch();
    return { authenticator: new FirstOf([new JwtAuthenticator(keys, audience, clock)]), issuer: null };
  }
  const keys = new FileKeys({ file: issuance.keyFile, clock, elapsedMs, warn });
  return { authenticator: new FirstOf([new JwtAuthenticator(keys, audience, clock)]), issuer: new BuiltInIssuer(keys, audience, clock) };
}
