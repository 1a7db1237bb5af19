import { type AccessScope, type Actor, ROLES } from '../../kernel/actor.js';

/** A list that nobody's token needs to be longer than; also bounded by the token's length. */
const NAMES_MAX = 200;
const NAME_CHARS_MAX = 128;
// Written into logs and metadata: no control characters, no line ends, no direction marks.
const PRINTABLE = /^[^\p{C}\p{Zl}\p{Zp}]+$/u;

/** The end of the year 9999: what is later cannot be told to anybody. */
const EXP_S_MAX = 253_402_300_799;
const isInstant = (exp: unknown): exp is number => typeof exp === 'number' && exp > 0 && exp <= EXP_S_MAX;

const isName = (value: unknown): value is string => typeof value === 'string' && value.length <= NAME_CHARS_MAX && PRINTABLE.test(value);

/** `'*'` is everything, a list is itself, nothing said is nowhere; null for any other shape. */
function reachOf(claim: unknown): readonly string[] | 'all' | null {
  if (claim === undefined) return [];
  if (claim === '*') return 'all';
  // A star among names is a mistake that must not be guessed at.
  return Array.isArray(claim) && claim.length <= NAMES_MAX && claim.every((name) => isName(name) && name !== '*') ? [...(claim as string[])] : null;
}

export function scopeOf(halls: unknown, departments: unknown): AccessScope | null {
  const [where, trees] = [reachOf(halls), reachOf(departments)];
  return where === null || trees === null ? null : { halls: where, departmentTrees: trees };
}

/** The actor that a verified token's claims describe; null when they do not describe one. */
export function actorOfClaims(claims: Readonly<Record<string, unknown>>): Actor | null {
  const { sub, role, halls, departments, exp } = claims;
  const known = ROLES.find((one) => one === role);
  const scope = scopeOf(halls, departments);
  if (!isName(sub) || known === undefined || scope === null || !isInstant(exp)) return null;
  return { principal: sub, role: known, scope, expiresAtMs: exp * 1000 };
}

/** The other way round: what a token says of an actor. */
export const claimsOf = ({ role, scope }: Pick<Actor, 'role' | 'scope'>): Record<string, unknown> => ({
  role,
  halls: scope.halls === 'all' ? '*' : scope.halls,
  departments: scope.departmentTrees === 'all' ? '*' : scope.departmentTrees,
});
