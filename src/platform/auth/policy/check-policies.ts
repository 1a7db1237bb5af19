import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import type { Door } from './doors.js';
import { FIELD_CLASSES, type FieldPolicy } from './field-classes.js';
import type { Held } from './root-policy.js';

const WHERE = 'src/platform/auth/policy/';
const HELD: readonly Held[] = ['question', 'request', 'command', 'installation', 'own', 'unscoped', 'local'];
const OPEN: readonly (Held | undefined)[] = ['unscoped', 'local'];

export interface Policies {
  readonly schema: GraphQLSchema;
  readonly doors: readonly Door[];
  readonly roots: Readonly<Record<string, Held>>;
  readonly fields: FieldPolicy;
}

/** What has no policy, or a policy that is of nothing: a sentence each, none when all is well. */
export const faultsOf = ({ schema, doors, roots, fields }: Policies): readonly string[] =>
  [...doorFaults(doors, roots), ...rootFaults(schema, doors), ...fieldFaults(schema, fields)];

function doorFaults(doors: readonly Door[], roots: Readonly<Record<string, Held>>): readonly string[] {
  const undeclared = doors.filter(({ access }) => access === undefined)
    .map(({ name, handler }) => `${name} says of no role that it may: put @Roles(…), or @Public(), on ${handler}.`);
  const unheld = doors.filter(({ name }) => roots[name] === undefined)
    .map(({ name, handler }) => `${name} (${handler}) is in no policy: say in ${WHERE}root-policy.ts how the caller’s halls and departments hold there: ${HELD.join(', ')}.`);
  const open = doors.filter(({ name, access }) => access === 'anyone' && roots[name] !== undefined && !OPEN.includes(roots[name]))
    .map(({ name }) => `${name} is @Public(), so nobody’s halls can hold there: it is "unscoped" or "local", or it needs @Roles(…).`);
  const known = new Set(doors.map(({ name }) => name));
  const stale = Object.keys(roots).filter((name) => !known.has(name)).map((name) => `${name} is in ${WHERE}root-policy.ts and is no door: take it out.`);
  return [...undeclared, ...unheld, ...open, ...stale];
}

const rootsOf = (schema: GraphQLSchema): readonly GraphQLObjectType[] =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((type) => type != null);

/** A root field without a handler of this service would have no guard. */
function rootFaults(schema: GraphQLSchema, doors: readonly Door[]): readonly string[] {
  const known = new Set(doors.map(({ name }) => name));
  return rootsOf(schema).flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
    .filter((name) => !known.has(name)).map((name) => `${name} is in the schema, and no resolver’s handler is known for it: it would have no guard.`);
}

function fieldFaults(schema: GraphQLSchema, policy: FieldPolicy): readonly string[] {
  const roots = new Set(rootsOf(schema).map(({ name }) => name));
  const types = Object.values(schema.getTypeMap()).filter(isObjectType).filter(({ name }) => !name.startsWith('__') && !roots.has(name));
  const classes = classesOf(policy);
  const there = new Set(types.flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)));
  const missing = [...there].filter((field) => !classes.has(field))
    .map((field) => `${field} has no class: put it into one of ${FIELD_CLASSES.join(', ')} in ${WHERE}fields-of-*.ts.`);
  const twice = [...classes].filter(([, of]) => of.length > 1).map(([field, of]) => `${field} has more than one class: ${of.join(', ')}.`);
  const stale = [...classes.keys()].filter((field) => !there.has(field)).map((field) => `${field} has a class in ${WHERE}fields-of-*.ts and is not in the schema: take it out.`);
  return [...missing, ...twice, ...stale];
}

/** Classes of each `Type.field`. */
export function classesOf(policy: FieldPolicy): ReadonlyMap<string, readonly string[]> {
  const all = Object.entries(policy).flatMap(([type, classes]) => Object.entries(classes).flatMap(([name, fields]) => fields.split(' ').map((field) => [`${type}.${field}`, name] as const)));
  return new Map([...Map.groupBy(all, ([field]) => field)].map(([field, of]) => [field, of.map(([, name]) => name)]));
}
