/** Longer ones are no access tokens; nothing is computed for them. */
export const TOKEN_CHARS_MAX = 4096;
const JWT = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

/** The token of an `Authorization: Bearer <token>` header, if it has the form of a signed one. */
export function tokenOf(authorization: string | undefined): string | null {
  if (authorization === undefined || authorization.length > TOKEN_CHARS_MAX + 'Bearer '.length) return null;
  return JWT.exec(authorization)?.[1] ?? null;
}
