import { EVERYWHERE, type Role, ROLES } from '../../kernel/actor.js';
import type { BuiltInIssuer } from './built-in-issuer.js';

export type ReadyTokens = Readonly<Record<Role, string>>;

/** One token a role, everywhere, for a first look; null where an identity provider makes the tokens. */
export async function readyTokens(issuer: BuiltInIssuer | null): Promise<ReadyTokens | null> {
  if (issuer === null) return null;
  const minted = ROLES.map(async (role) => [role, (await issuer.mint({ role, principal: `${role}-1`, scope: EVERYWHERE })).token] as const);
  return Object.fromEntries(await Promise.all(minted)) as ReadyTokens;
}
