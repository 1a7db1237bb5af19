import { getNamedType, type DocumentNode, type GraphQLInputObjectType, type GraphQLNamedType, type GraphQLSchema, isInputObjectType, isNonNullType, Kind, type TypeNode } from 'graphql';

/**
 * Two things the just-in-time compiler gets wrong. It unfolds an input type that holds itself, such as a filter of filters, until its stack
 * is full: seconds in which nobody is answered. And it asks for a value that must not be null before it looks for its default.
 * Documents with variables of either kind are executed as they are.
 */
export function mustNotBeCompiled(schema: GraphQLSchema, document: DocumentNode): boolean {
  return document.definitions.some((definition) => definition.kind === Kind.OPERATION_DEFINITION
    && (definition.variableDefinitions ?? []).some(({ type, defaultValue }) =>
      (type.kind === Kind.NON_NULL_TYPE && defaultValue !== undefined) || isMisread(schema.getType(nameOf(type)))));
}

/** Mercurius compiles no document that a hook has put in place of the one that was asked; the same one will do. */
export const uncompiled = (schema: GraphQLSchema, document: DocumentNode): { readonly document: DocumentNode } | undefined =>
  (mustNotBeCompiled(schema, document) ? { document } : undefined);

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

const known = new WeakMap<GraphQLInputObjectType, boolean>();

/** Whether it, or an input type within it, holds itself or has a member with a default that must not be null. */
function isMisread(type: GraphQLNamedType | undefined): boolean {
  if (type === undefined || !isInputObjectType(type)) return false;
  const found = known.get(type) ?? reachesFault(type, []);
  known.set(type, found);
  return found;
}

const reachesFault = (type: GraphQLInputObjectType, above: readonly GraphQLInputObjectType[]): boolean =>
  above.includes(type) || Object.values(type.getFields()).some((field) => {
    const inner = getNamedType(field.type);
    if (isNonNullType(field.type) && field.defaultValue !== undefined) return true;
    return isInputObjectType(inner) && reachesFault(inner, [...above, type]);
  });
