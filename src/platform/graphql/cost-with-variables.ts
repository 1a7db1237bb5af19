import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { type ArgumentNode, type DocumentNode, type FragmentDefinitionNode, GraphQLError, Kind, type OperationDefinitionNode, type ValidationContext, visit } from 'graphql';

type Variables = Readonly<Record<string, unknown>> | null | undefined;

const WITH_PAGES_BY_VARIABLE = new WeakMap<DocumentNode, boolean>();
const isPageSize = ({ name, value }: ArgumentNode): boolean => (name.value === 'first' || name.value === 'last') && value.kind === Kind.VARIABLE;

/**
 * A page's size multiplies the cost of what is on it, also where it comes by a variable, which the rule that sees the text alone takes
 * for one row. @throws GraphQLError as that rule does.
 */
export function refuseCostWithVariables(document: DocumentNode, variables: Variables, maxCost: number): void {
  if (!pagesByVariable(document)) return;
  const filled = withSizes(document, variables ?? {});
  const fragments = new Map(filled.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])));
  const context = { getFragment: (name: string): FragmentDefinitionNode | undefined => fragments.get(name) };
  const rule = costLimitRule({ maxCost, flattenFragments: true, ignoreIntrospection: true })(context as unknown as ValidationContext);
  const { enter } = rule.OperationDefinition as unknown as { enter: (operation: OperationDefinitionNode) => void };
  for (const one of filled.definitions) if (one.kind === Kind.OPERATION_DEFINITION) asRefusal(() => enter(one));
}

function asRefusal(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new GraphQLError(error.message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', status: 400, messageZh: '查询代价过高：请减小页大小，或拆分查询。' } });
  }
}

function pagesByVariable(document: DocumentNode): boolean {
  const known = WITH_PAGES_BY_VARIABLE.get(document);
  if (known !== undefined) return known;
  let found = false;
  visit(document, { Argument: (node) => { found ||= isPageSize(node); } });
  WITH_PAGES_BY_VARIABLE.set(document, found);
  return found;
}

function withSizes(document: DocumentNode, variables: Readonly<Record<string, unknown>>): DocumentNode {
  const defaults = new Map(document.definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? one.variableDefinitions ?? [] : []))
    .map(({ variable, defaultValue }) => [variable.name.value, defaultValue?.kind === Kind.INT ? defaultValue.value : undefined]));
  return visit(document, {
    Argument: (node) => {
      if (!isPageSize(node) || node.value.kind !== Kind.VARIABLE) return undefined;
      const { value: name } = node.value.name;
      const size = variables[name] === undefined ? defaults.get(name) : variables[name];
      return { ...node, value: { kind: Kind.INT, value: typeof size === 'number' || typeof size === 'string' ? String(size) : '1' } };
    },
  });
}
