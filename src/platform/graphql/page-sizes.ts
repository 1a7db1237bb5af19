import { type ArgumentNode, type DocumentNode, type FieldNode, type GraphQLArgument, type GraphQLSchema, Kind, type OperationDefinitionNode, TypeInfo, type ValueNode, visit, visitWithTypeInfo } from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

const isPageSize = (name: string): boolean => name === 'first' || name === 'last';
export const isSizedByVariable = ({ name, value }: ArgumentNode): boolean => isPageSize(name.value) && value.kind === Kind.VARIABLE;

/**
 * The document with every page's size written where it can be counted: a page that says none has that of its field.
 * @param variables what sizes by variables are, which stay as they are without it.
 */
export function withPageSizes(schema: GraphQLSchema, document: DocumentNode, variables?: Variables): DocumentNode {
  const info = new TypeInfo(schema);
  const sizeOf = variables === undefined ? null : sizesBy(document, variables);
  return visit(document, visitWithTypeInfo(info, { Field: (node) => sized(node, info.getFieldDef()?.args ?? [], sizeOf) }));
}

type SizeOf = (variable: string) => ValueNode | null;

function sized(node: FieldNode, args: readonly GraphQLArgument[], sizeOf: SizeOf | null): FieldNode | undefined {
  const given = node.arguments ?? [];
  const sizes = args.filter(({ name }) => isPageSize(name));
  const unsaid = sizes.filter(({ name }) => !given.some((one) => one.name.value === name)).flatMap((one) => argumentOf(one.name, defaultOf(one)));
  if (unsaid.length === 0 && (sizeOf === null || !given.some(isSizedByVariable))) return undefined;
  const said = given.map((one): ArgumentNode => {
    if (sizeOf === null || one.value.kind !== Kind.VARIABLE || !isPageSize(one.name.value)) return one;
    const fallback = defaultOf(sizes.find(({ name }) => name === one.name.value));
    return { ...one, value: sizeOf(one.value.name.value) ?? fallback ?? intOf(1) };
  });
  // First, because the rule reads the first size it meets.
  return { ...node, arguments: [...unsaid, ...said] };
}

const intOf = (value: number | string): ValueNode => ({ kind: Kind.INT, value: String(value) });
const defaultOf = (arg: GraphQLArgument | undefined): ValueNode | null => (typeof arg?.defaultValue === 'number' ? intOf(arg.defaultValue) : null);
const argumentOf = (name: string, value: ValueNode | null): readonly ArgumentNode[] => (value === null ? [] : [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value }]);

/** A variable that is not given has the default of the operation; null where that has none. */
function sizesBy(document: DocumentNode, variables: Variables): SizeOf {
  const operations = document.definitions.filter((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION);
  const defaults = new Map(operations.flatMap(({ variableDefinitions = [] }) => variableDefinitions).map(({ variable, defaultValue }) => [variable.name.value, defaultValue]));
  return (name) => {
    const size = variables[name];
    if (typeof size === 'number' || typeof size === 'string') return intOf(size);
    const fallback = defaults.get(name);
    return size === undefined && fallback?.kind === Kind.INT ? fallback : null;
  };
}
