import { HOURS_MAX } from './built-in-issuer.js';
import { SKEW_S } from './jwt-authenticator.js';
import { newSigningKey, SIGNING_KEYS_MAX, type SigningKeys } from './signing-key.js';

/** By then the last token that a key signed up to now has expired. */
const checksUntilMs = (nowMs: number): number => nowMs + (HOURS_MAX * 3600 + SKEW_S) * 1000;

/**
 * A new key in front. The others check what they have signed until that has expired, and then go; all at once with
 * `revokeAll`. @returns null when there are too many that still count.
 */
export function rotated(keys: SigningKeys, nowMs: number, revokeAll: boolean): SigningKeys | null {
  const until = new Date(checksUntilMs(nowMs)).toISOString();
  const kept = revokeAll ? [] : keys.map((key) => ({ ...key, checksUntil: key.checksUntil ?? until })).filter((key) => Date.parse(key.checksUntil) > nowMs);
  return kept.length < SIGNING_KEYS_MAX ? [newSigningKey(nowMs), ...kept] : null;
}
