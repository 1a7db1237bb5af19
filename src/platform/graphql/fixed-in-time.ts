import { type DocumentNode, type FieldNode, type GraphQLSchema, Kind, OperationTypeNode, type SelectionSetNode, type ValueNode } from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/** Arguments that say when open requests are judged; without any of them that is the clock's now. */
const FIXING = ['at', 'asKnownAt'];
/** What was reported, and so when it was judged. */
const REPORTED = { field: 'restatements', argument: 'since' };

/**
 * Whether the answer depends on the log alone and not on the clock: every field that is asked says at which instant open requests are
 * judged, or what was known then. What takes no such argument may change by itself, so it is none of these.
 */
export function isFixedInTime(schema: GraphQLSchema, document: DocumentNode, variables: Variables): boolean {
  const [operation] = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operation?.operation !== OperationTypeNode.QUERY) return false;
  const fields = rootFields(document, operation.selectionSet);
  const known = schema.getQueryType()?.getFields() ?? {};
  return fields.length > 0 && fields.every((field) => known[field.name.value]?.args.some(({ name }) => name === 'at') === true && isFixed(field));

  function isFixed({ name: field, arguments: given = [] }: FieldNode): boolean {
    if (field.value === REPORTED.field) return given.some(({ name, value }) => name.value === REPORTED.argument && saysWhen(value));
    return given.some(({ name, value }) => FIXING.includes(name.value) && saysWhen(value));
  }
  function saysWhen(value: ValueNode): boolean {
    if (value.kind === Kind.VARIABLE) return isGiven(variables[value.name.value]);
    if (value.kind === Kind.OBJECT) return value.fields.some((field) => saysWhen(field.value));
    return value.kind !== Kind.NULL;
  }
}

/** An object of nothing says nothing. */
const isGiven = (value: unknown): boolean => (typeof value === 'object' && value !== null ? Object.values(value).some(isGiven) : value !== null && value !== undefined);

function rootFields(document: DocumentNode, { selections }: SelectionSetNode): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(document, selection.selectionSet);
    const fragment = document.definitions.find((one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value);
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? rootFields(document, fragment.selectionSet) : [];
  });
}
