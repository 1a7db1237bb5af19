import { getNamedType, type DocumentNode, type GraphQLInputObjectType, type GraphQLNamedType, type GraphQLSchema, isInputObjectType, Kind, type TypeNode } from 'graphql';

/**
 * The just-in-time compiler unfolds an input type that holds itself, such as a filter of filters, until its stack is full: seconds
 * in which nobody is answered. Documents with a variable of such a type are executed as they are.
 */
export function mustNotBeCompiled(schema: GraphQLSchema, document: DocumentNode): boolean {
  return document.definitions.some((definition) => definition.kind === Kind.OPERATION_DEFINITION
    && (definition.variableDefinitions ?? []).some(({ type }) => holdsItself(schema.getType(nameOf(type)))));
}

/** Mercurius compiles no document that a hook has put in place of the one that was asked; the same one will do. */
export const uncompiled = (schema: GraphQLSchema, document: DocumentNode): { readonly document: DocumentNode } | undefined =>
  (mustNotBeCompiled(schema, document) ? { document } : undefined);

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

const known = new WeakMap<GraphQLInputObjectType, boolean>();

/** Whether it, or an input type within it, holds itself. */
function holdsItself(type: GraphQLNamedType | undefined): boolean {
  if (type === undefined || !isInputObjectType(type)) return false;
  const found = known.get(type) ?? reachesLoop(type, []);
  known.set(type, found);
  return found;
}

const reachesLoop = (type: GraphQLInputObjectType, above: readonly GraphQLInputObjectType[]): boolean =>
  above.includes(type) || Object.values(type.getFields()).some((field) => {
    const inner = getNamedType(field.type);
    return isInputObjectType(inner) && reachesLoop(inner, [...above, type]);
  });
