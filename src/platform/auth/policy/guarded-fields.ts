import { defaultFieldResolver, GraphQLError, type GraphQLField, type GraphQLFieldResolver, type GraphQLSchema, isNonNullType, isObjectType } from 'graphql';
import type { FastifyRequest } from 'fastify';
import type { Role } from '../../../kernel/actor.js';
import { PERSON_FIELDS, type Pseudonyms, type PseudonymSource } from '../../../kernel/pseudonyms.js';
import { actorOf } from '../current-actor.js';
import { type FieldClass, type FieldPolicy, knowsNames, knowsPeople, readsTexts } from './field-classes.js';

interface FieldContext {
  readonly req: FastifyRequest;
}
type Field = GraphQLField<unknown, FieldContext>;
type Resolver = GraphQLFieldResolver<unknown, FieldContext>;
type Named = 'officer' | 'principal';

/** Puts its guard before each field that is not told to everybody as it is; the others stay as they were, at no cost. */
export function guardFields(schema: GraphQLSchema, policy: FieldPolicy, people: PseudonymSource): void {
  for (const [typeName, classes] of Object.entries(policy)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) continue;
    const fields: Readonly<Record<string, Field>> = type.getFields();
    for (const [fieldClass, names] of Object.entries(classes)) {
      for (const field of names.split(' ').flatMap((name) => fields[name] ?? [])) guard(field, fieldClass as FieldClass, people);
    }
  }
}

function guard(field: Field, fieldClass: FieldClass, people: PseudonymSource): void {
  const told: Resolver = field.resolve ?? defaultFieldResolver;
  if (fieldClass === 'officer' || fieldClass === 'principal') field.resolve = byPseudonym(told, people, () => fieldClass);
  if (fieldClass === 'detail') field.resolve = byPseudonym(told, people, (parent) => PERSON_FIELDS[(parent as { readonly name: string }).name]);
  if (fieldClass === 'personName') field.resolve = onlyTo(knowsNames, told, field);
  if (fieldClass === 'text') field.resolve = onlyTo(readsTexts, told, field);
}

const byPseudonym = (told: Resolver, people: PseudonymSource, naming: (parent: unknown) => Named | undefined): Resolver => (parent, args, context, info) => {
  const named = naming(parent);
  if (named === undefined || knowsPeople(roleOf(context))) return told(parent, args, context, info);
  return renamed(told(parent, args, context, info), people.pseudonyms(), named);
};

function renamed(value: unknown, pseudonyms: Pseudonyms | Promise<Pseudonyms>, named: Named): unknown {
  if (value instanceof Promise || pseudonyms instanceof Promise) {
    return Promise.all([value, pseudonyms]).then(([known, ready]) => renamed(known, ready, named));
  }
  return typeof value === 'string' ? pseudonyms[named](value) : null;
}

/** Whoever may not be told is not told whether there is something either, and the field's own resolver is not asked. */
const onlyTo = (allowed: (role: Role) => boolean, told: Resolver, { type }: Field): Resolver => (parent, args, context, info) => {
  if (allowed(roleOf(context))) return told(parent, args, context, info);
  if (isNonNullType(type)) throw forbidden();
  return null;
};

/** Nobody at all is told as little as an analyst. */
const roleOf = ({ req }: FieldContext): Role => actorOf(req)?.role ?? 'analyst';

const forbidden = (): GraphQLError => new GraphQLError('Your role is not told this field: leave it out, or have a supervisor ask.', {
  extensions: { code: 'FORBIDDEN', messageZh: '您的角色不能查看该字段：请去掉该字段，或请监督员查询。' },
});
