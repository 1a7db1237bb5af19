import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit';
import { type ASTVisitor, type DocumentNode, type FragmentDefinitionNode, GraphQLError, type GraphQLSchema, Kind, type OperationDefinitionNode, type ValidationContext, visit } from 'graphql';
import { isSizedByVariable, type Variables, withPageSizes } from './page-sizes.js';

type Accepted = (validation: { getDocument(): DocumentNode } | null, cost: { readonly n: number }) => void;
export interface CostLimit {
  readonly maxCost: number;
  readonly onAccept?: readonly Accepted[];
}

const WITH_PAGES_BY_VARIABLE = new WeakMap<DocumentNode, boolean>();

/** What a document costs by its text: a page's size multiplies what is on it, said or not. One by a variable counts once here, and below. */
export const costRule = (limit: CostLimit) => (context: ValidationContext): ASTVisitor => {
  const document = context.getDocument();
  let counted = false;
  return {
    // Once, and not before the rules about documents as a whole have said theirs.
    OperationDefinition: () => {
      if (!counted) refuseCost(withPageSizes(context.getSchema(), document), document, limit);
      counted = true;
    },
  };
};

/** With the sizes that come by variables. @throws GraphQLError as the rule does. */
export function refuseCostWithVariables(schema: GraphQLSchema, document: DocumentNode, variables: Variables | null | undefined, maxCost: number): void {
  if (!pagesByVariable(document)) return;
  try {
    refuseCost(withPageSizes(schema, document, variables ?? {}), document, { maxCost });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new GraphQLError(error.message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', status: 400, messageZh: '查询代价过高：请减小页大小，或拆分查询。' } });
  }
}

/** By the rule of graphql-armor, which looks at no schema. @param original what the cost is remembered with. */
function refuseCost(sized: DocumentNode, original: DocumentNode, { maxCost, onAccept = [] }: CostLimit): void {
  const fragments = new Map(sized.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])));
  const context = { getDocument: () => original, getFragment: (name: string): FragmentDefinitionNode | undefined => fragments.get(name) };
  const rule = costLimitRule({ maxCost, flattenFragments: true, ignoreIntrospection: true, onAccept: [...onAccept] })(context as unknown as ValidationContext);
  const { enter } = rule.OperationDefinition as unknown as { enter: (operation: OperationDefinitionNode) => void };
  for (const one of sized.definitions) if (one.kind === Kind.OPERATION_DEFINITION) enter(one);
}

function pagesByVariable(document: DocumentNode): boolean {
  const known = WITH_PAGES_BY_VARIABLE.get(document);
  if (known !== undefined) return known;
  let found = false;
  visit(document, { Argument: (node) => { found ||= isSizedByVariable(node); } });
  WITH_PAGES_BY_VARIABLE.set(document, found);
  return found;
}
